package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the topics on the broker are as the hub declares them. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the topics on the broker with those the hub needs, and create what is missing.",
            "Exit code: 0 all there and safe; 2 one is missing or dangerously different; 1 could not run."
        })
final class TopicsCommand implements Callable<Integer> {
    private final Ops ops;

    @Mixin
    private ConfigOption configuration;

    @Option(names = "--json", description = "one line of JSON an item instead of a table")
    private boolean json;

    @Option(names = "--create", description = "create the topics that are missing")
    private boolean create;

    @Option(
            names = "--acl",
            paramLabel = "FILE",
            description = "write a shell script that creates topics and access rights; asks no broker")
    private Path acl;

    TopicsCommand(Ops ops) {
        this.ops = ops;
    }

    @Override
    public Integer call() {
        HubConfig config = configuration.read(ops.home());
        if (acl != null) {
            try {
                Files.writeString(acl, AccessRules.script(config.topics()));
            } catch (IOException e) {
                throw new OpsException("The file " + acl + " cannot be written (" + e + ").", e);
            }
            ops.out().println(acl + " is written. Look at its principals before you run it.");
            if (!create) {
                return 0;
            }
        }
        try (HubKafka kafka = HubKafka.of(config)) {
            try (Admin admin = kafka.admin()) {
                return run(admin, config.topics());
            } catch (KafkaException e) {
                throw kafka.explained(e);
            } catch (ExecutionException e) {
                throw kafka.explained(new KafkaException(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OpsException("Interrupted.", e);
            }
        }
    }

    private int run(Admin admin, HubConfig.Topics shape) throws ExecutionException, InterruptedException {
        List<TopicRules.Finding> findings = TopicSurvey.of(admin, shape);
        if (create) {
            TopicSurvey.create(admin, shape, findings);
        }
        boolean unsafe = false;
        try (Listing listing = new Listing(ops.out(), json, "topic", "state", "detail")) {
            for (TopicRules.Finding finding : findings) {
                boolean missing = finding.state() == TopicRules.State.MISSING;
                boolean created = missing && create;
                unsafe |= finding.state() == TopicRules.State.DANGEROUS || (missing && !created);
                String detail = Stream.concat(
                                finding.dangers().stream().map(d -> "DANGER: " + d), finding.notes().stream())
                        .collect(Collectors.joining("; "));
                listing.add(Listing.item(
                        "topic",
                        finding.topic().name(shape.prefix()),
                        "state",
                        created ? "created" : word(finding.state()),
                        "detail",
                        detail));
            }
        }
        return unsafe ? 2 : 0;
    }

    private static String word(TopicRules.State state) {
        return state == TopicRules.State.DANGEROUS ? "differs" : state.name().toLowerCase(Locale.ROOT);
    }
}
