package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.config.SftpConfig;
import io.assayhub.route.DropFolders;
import io.assayhub.route.sftp.SftpFolder;
import io.assayhub.route.sftp.SftpReceipts;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.file.remote.SftpEndpoint;

/** The routes of laboratories' SFTP servers, made of the templates in {@code routes/} by the instance that polls them. */
final class SftpRoutes {
    /** The beans that routes of the templates name if they are made without parameters. */
    static final String FILES_BEAN = "sftpFolder";

    static final String RECEIPTS_BEAN = "sftpReceipts";

    private static final String TAKEN_NAME = "/${date-with-timezone:now:UTC:yyyyMMdd'T'HHmmssSSS'Z'}_${file:onlyname}";

    private final CamelContext context;
    private final HubConfig config;
    private final DropFolders folders;
    private final Clock clock;

    SftpRoutes(CamelContext context, HubConfig config, DropFolders folders, Clock clock) {
        this.context = context;
        this.config = config;
        this.folders = folders;
        this.clock = clock;
    }

    /** Adds and starts those of this instance. */
    void start() throws Exception {
        for (SftpConfig source : config.intake().sftp()) {
            if (!source.instance().equals(config.instance())) {
                continue;
            }
            for (Map.Entry<String, String> folder : source.folders().entrySet()) {
                fetch(source, folder.getKey(), folder.getValue());
            }
            if (source.receipts().isPresent()) {
                deliver(source, source.receipts().get());
            }
        }
    }

    private void fetch(SftpConfig source, String feed, String folder) throws Exception {
        String id = "intake-sftp-" + source.name() + "-" + feed;
        SftpFolder files = new SftpFolder(
                source.name(), feed, folders, clock, config.intake().quiet());
        context.getRegistry().bind(id, files);
        TemplatedRouteBuilder route = template("intake-sftp", source)
                .parameter("folder", folder)
                .parameter("poll-ms", Long.toString(source.poll().toMillis()))
                .parameter("files", id);
        if (source.taken().isPresent()) {
            route.parameter("move", source.taken().get() + TAKEN_NAME);
        } else {
            route.parameter("delete", "true");
        }
        add(route, id, source);
    }

    private void deliver(SftpConfig source, String folder) throws Exception {
        String id = "deliver-sftp-" + source.name();
        context.getRegistry().bind(id, new SftpReceipts(source.folders().keySet(), folders));
        TemplatedRouteBuilder route = template("deliver-sftp", source)
                .parameter("folder", folder)
                .parameter("source", source.name())
                .parameter("receipts", id);
        add(route, id, source);
    }

    private TemplatedRouteBuilder template(String name, SftpConfig source) {
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(context, name)
                .parameter("host", source.host())
                .parameter("port", Integer.toString(source.port()))
                .parameter("user", source.user())
                .parameter("known-hosts", source.knownHosts().toAbsolutePath().toString());
        return source.login() instanceof SftpConfig.Login.Key key
                ? route.parameter("key", key.file().toAbsolutePath().toString())
                : route;
    }

    /** Adds a route and starts it when its endpoints know the password, which stands in no address of theirs. */
    private void add(TemplatedRouteBuilder template, String id, SftpConfig source) throws Exception {
        template.routeId(id).add();
        if (source.login() instanceof SftpConfig.Login.Password password) {
            String line = Files.readString(password.file()).lines().findFirst().orElse("");
            for (Endpoint endpoint : context.getEndpoints()) {
                if (endpoint instanceof SftpEndpoint sftp
                        && sftp.getConfiguration().getHost().equals(source.host())
                        && sftp.getConfiguration().getPort() == source.port()
                        && sftp.getConfiguration().getUsername().equals(source.user())) {
                    sftp.getConfiguration().setPassword(line);
                }
            }
        }
        context.getRouteController().startRoute(id);
    }
}
