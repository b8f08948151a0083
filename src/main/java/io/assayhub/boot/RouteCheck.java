package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.route.ClaimByRename;
import io.assayhub.route.DropFolders;
import io.assayhub.route.IntakeFolder;
import io.assayhub.route.IntakeSubjects;
import io.assayhub.route.ManifestFiles;
import io.assayhub.route.ReceiptFiles;
import io.assayhub.route.RouteErrors;
import io.assayhub.route.UnfinishedFirst;
import io.assayhub.wire.Topic;
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
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
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
        CamelContext context = context(config);
        try {
            for (Path other : all) {
                if (other.equals(file) || Files.readString(other).contains("routeConfiguration:")) {
                    load(context, other);
                }
            }
            context.start();
            String id = name.substring(0, name.length() - SUFFIX.length());
            List<String> ids = context.getRoutes().stream().map(Route::getId).toList();
            boolean configures = Files.readString(file).contains("routeConfiguration:");
            if (!configures && !ids.contains(id)) {
                problems.add(shown, 0, "", "a route's id is its file's name: there is no route '" + id + "'");
            }
        } catch (Exception e) {
            String message = rootMessage(e);
            Matcher line = LINE.matcher(message);
            problems.add(shown, line.find() ? Integer.parseInt(line.group(1)) : 0, "", message);
        } finally {
            context.stop();
        }
    }

    private static void load(CamelContext context, Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file.toAbsolutePath()));
    }

    /** With a bean of each kind that a start binds; none of them is ever called. */
    private static CamelContext context(HubConfig config) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.setAutoStartup(false);
        context.disableJMX();
        String prefix = config.topics().prefix();
        Properties properties = new Properties();
        properties.put("hub.instance", config.instance());
        properties.put("hub.prefix", prefix);
        properties.put("hub.topic.receipts", Topic.RECEIPTS.name(prefix));
        properties.put("hub.topic.registrations", Topic.REGISTRATIONS.name(prefix));
        properties.put(
                "hub.inbox", config.data().resolve("inbox").toAbsolutePath().toString());
        properties.put("hub.intake.poll-ms", "500");
        context.getPropertiesComponent().setInitialProperties(properties);
        DropFolders folders = new DropFolders(config.data(), Clock.systemUTC());
        Registry beans = context.getRegistry();
        ManifestFiles manifests = new ManifestFiles(null, folders);
        beans.bind("readyFiles", manifests);
        beans.bind("unfinishedFirst", new UnfinishedFirst());
        beans.bind(
                "claimByRename",
                new ClaimByRename(
                        folders, manifests, Clock.systemUTC(), config.intake().quiet()));
        beans.bind("intakeFolder", new IntakeFolder(null, null));
        beans.bind("intakeSubjects", new IntakeSubjects(null, null));
        beans.bind("receiptFiles", new ReceiptFiles(folders));
        beans.bind("routeErrors", new RouteErrors());
        return context;
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").trim();
    }
}
