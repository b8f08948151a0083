package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.route.DropFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** Loads route files as a start would, without starting a route: a misspelt option or bean fails here, not at night. */
final class RouteCheck {
    private static final String SUFFIX = ".camel.yaml";
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private RouteCheck() {}

    /** Adds what is wrong with each file of a folder; returns how many there are. */
    static int check(HubConfig config, Path folder, Problems problems) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            problems.add("routes", 0, "", "holds no route file (*" + SUFFIX + ")");
        }
        for (Path file : files) {
            check(config, file, files, problems);
        }
        return files.size();
    }

    /** One file with the route configurations of the others, so that a problem has its file. */
    private static void check(HubConfig config, Path file, List<Path> all, Problems problems) throws IOException {
        String name = file.getFileName().toString();
        String shown = "routes/" + name;
        DefaultCamelContext context = context(config);
        try {
            for (Path other : all) {
                if (other.equals(file) || Files.readString(other).contains("routeConfiguration:")) {
                    load(context, other);
                }
            }
            context.start();
            String id = name.substring(0, name.length() - SUFFIX.length());
            if (context.getRouteTemplateDefinition(id) != null) {
                // As a start makes one of it, with the values that its file gives for want of others.
                TemplatedRouteBuilder.builder(context, id).routeId(id).add();
            }
            List<String> ids = context.getRoutes().stream().map(Route::getId).toList();
            boolean configures = Files.readString(file).contains("routeConfiguration:");
            if (!configures && !ids.contains(id)) {
                problems.add(shown, 0, "", "a route's id is its file's name: there is no route '" + id + "'");
            }
        } catch (Exception e) {
            String message = rootMessage(e);
            problems.add(shown, lineIn(message), "", message);
        } finally {
            context.stop();
        }
    }

    private static void load(CamelContext context, Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file.toAbsolutePath()));
    }

    /** With the beans that a start binds; none of them is ever called. */
    private static DefaultCamelContext context(HubConfig config) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.setAutoStartup(false);
        context.disableJMX();
        DropFolders folders = new DropFolders(config.data(), Clock.systemUTC());
        RouteBindings bindings = RouteBindings.of(config, Clock.systemUTC(), folders, null, null, null, null, null);
        Transports.bindIdle(bindings, config, folders);
        Properties properties = new Properties();
        properties.putAll(bindings.properties());
        context.getPropertiesComponent().setInitialProperties(properties);
        bindings.beans().forEach(context.getRegistry()::bind);
        return context;
    }

    /** The line that a parser's message names, or 0. */
    static int lineIn(String message) {
        Matcher line = LINE.matcher(message);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").trim();
    }
}
