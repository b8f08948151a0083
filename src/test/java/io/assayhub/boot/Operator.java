package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HubConfig;
import io.assayhub.ops.Ops;
import io.assayhub.ops.OpsCommands;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** A person at the commands of a test's hub, which run in this process. */
final class Operator {
    private final TestHub hub;
    private final Path configuration;

    private Operator(TestHub hub, Path configuration) {
        this.hub = hub;
        this.configuration = configuration;
    }

    /** @param hub with a broker of its own */
    static Operator of(TestHub hub) {
        HubConfig config = hub.hub().config();
        String text = "data: " + config.data() + "\nmappings: " + config.mappings() + "\ntopics: { partitions: "
                + config.topics().partitions() + " }\n";
        try {
            return new Operator(hub, Files.writeString(config.data().resolve("hub.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command printed, and its exit code. */
    record Ended(int status, String printed) {}

    /** Runs a command; messages for people go where its output goes. */
    Ended run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        CommandLine line =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("hub"));
        OpsCommands.addTo(line, new Ops(Home.folder(), Clock.systemUTC(), print, print), new ReplayIntake());
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", configuration.toString()));
        int status = line.execute(all.toArray(String[]::new));
        return new Ended(status, out.toString(UTF_8));
    }

    /** Gives a decision and waits until the ledger has applied it. */
    void decide(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--by", "J. Doe", "--why", "looked at with the laboratory"));
        Ended ended = run(all.toArray(String[]::new));
        assertThat(ended.printed()).contains("applied.").doesNotContain("not yet");
        assertThat(ended.status()).isZero();
    }

    /** What waits of a study, by key: held results and raised matters. */
    Map<String, HeldRecord> waiting(String study) {
        Map<String, HeldRecord> waiting = new TreeMap<>();
        hub.records(Topic.HELD).forEach(record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                waiting.remove(key);
            } else {
                waiting.put(key, HeldRecord.fromJson(record.value()));
            }
        });
        waiting.values().removeIf(held -> !study.equals(held.study()));
        return waiting;
    }

    /** The books that the second program keeps agree with the receipts. */
    void booksAgree() {
        Ended books = run("books", "--quiet");
        assertThat(books.printed()).contains("The books agree");
        assertThat(books.status()).isZero();
    }
}
