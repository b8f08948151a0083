package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.boot.demo.DoseLevelRow;
import io.assayhub.boot.demo.DoseLevelSummary;
import io.assayhub.boot.demo.FeedExpectation;
import io.assayhub.boot.demo.LabFile;
import io.assayhub.boot.demo.LabFiles;
import io.assayhub.boot.demo.SyntheticStudy;
import io.assayhub.config.HubConfig;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A synthetic study through the real routes, an embedded broker and the ledger, and back from the topics alone. */
@Command(
        name = "demo",
        description = {
            "A synthetic P003 study goes as laboratory files through the hub, its own broker included.",
            "Then the balance per feed, and results per dose level read back from the consumer topics alone.",
            "Exit code 0 when the books balance and the topics hold what the generator put in."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = "--once", description = "stop at the end instead of waiting for more files")
    private boolean once;

    @Option(names = "--seed", defaultValue = "42", description = "of the synthetic study (default: ${DEFAULT-VALUE})")
    private long seed;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    /** A hub of its own in a folder: any free port, three partitions, files taken soon. */
    static HubConfig configuration(Path folder) {
        HubConfig defaults = HubConfig.defaults(Home.folder());
        return new HubConfig(
                defaults.instance(),
                folder,
                defaults.mappings(),
                defaults.routes(),
                defaults.fhirBase(),
                new HubConfig.Kafka(Optional.empty(), 0, Map.of()),
                new HubConfig.Topics("assay", 3, 1),
                new HubConfig.Intake(Duration.ofMillis(200)),
                defaults.ledger());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Kafka's own start-up talk would bury what a newcomer came to see.
        System.getProperties().putIfAbsent("ASSAYHUB_LOG_LEVEL", "ERROR");
        System.getProperties().putIfAbsent("ASSAYHUB_LIBRARY_LOG_LEVEL", "ERROR");
        SyntheticStudy study = SyntheticStudy.generate(seed);
        List<LabFile> files = LabFiles.of(study);
        out.println("Assay Hub demo: a synthetic study shaped like P003 (21 subjects, 119 injections). No real data.");
        out.println();
        try (TemporaryFolder folder = new TemporaryFolder("assay-hub-demo")) {
            long began = System.nanoTime();
            try (Hub hub = Hub.start(configuration(folder.path()), Clock.systemUTC())) {
                Waiting.until(hub::isReady, PATIENCE, "the ledger is not ready");
                out.printf(
                        Locale.ROOT,
                        "Hub ready after %.1f s, Kafka at %s.%n%n",
                        seconds(began),
                        hub.bootstrapServers());
                out.printf("%-16s %-24s %5s  %s%n", "feed", "file", "rows", "receipt");
                List<Receipt> receipts = new ArrayList<>();
                for (LabFile file : files) {
                    receipts.add(send(hub, folder.path(), file));
                }
                out.println();
                boolean good = balance(receipts, LabFiles.expected(study));
                good &= readBack(hub, study);
                out.println();
                out.println(good ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
                if (!once) {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> tidyUp(hub, folder), "demo-shutdown"));
                    stayUp(hub, folder.path());
                }
                return good ? 0 : 1;
            }
        }
    }

    /** Puts a file into its drop folder as a sender should, under a temporary name first, and waits for its receipt. */
    private Receipt send(Hub hub, Path folder, LabFile file) throws IOException, InterruptedException {
        List<Path> ends = List.of(
                folder.resolve("done").resolve(file.feed()),
                folder.resolve("refused").resolve(file.feed()));
        int before = ends.stream().mapToInt(end -> Receipts.in(end).size()).sum();
        Path part = hub.folders().inbox().resolve(file.feed()).resolve(file.fileName() + ".part");
        Files.write(part, file.bytes());
        Files.move(part, part.resolveSibling(file.fileName()), StandardCopyOption.ATOMIC_MOVE);
        Waiting.until(
                () -> ends.stream().mapToInt(end -> Receipts.in(end).size()).sum() > before,
                PATIENCE,
                "no receipt for " + file.fileName());
        Receipt receipt = ends.stream()
                .flatMap(end -> Receipts.in(end).stream())
                .max(java.util.Comparator.comparing(r -> r.manifest().arrived()))
                .orElseThrow();
        printReceipt(receipt);
        return receipt;
    }

    private void printReceipt(Receipt receipt) {
        Manifest manifest = receipt.manifest();
        out.printf(
                Locale.ROOT,
                "%-16s %-24s %5d  %s%n",
                manifest.feed(),
                manifest.delivery(),
                manifest.rows(),
                describe(receipt));
    }

    private static String describe(Receipt receipt) {
        Manifest manifest = receipt.manifest();
        if (manifest.refusal() != null) {
            return "REFUSED " + manifest.refusal().code() + " "
                    + manifest.refusal().detail();
        }
        Counts counts = receipt.counts();
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("new", counts.created());
        parts.put("corrected", counts.corrected());
        parts.put("unchanged", counts.unchanged());
        parts.put("stale", counts.stale());
        parts.put("rejected", manifest.rejected());
        parts.put("rows refused", manifest.refused());
        parts.put("excluded", excluded(manifest));
        parts.values().removeIf(n -> n == 0);
        List<String> texts = new ArrayList<>();
        parts.forEach((name, count) -> texts.add(count + " " + name));
        String known = receipt.isRedelivery() ? "known already, nothing published again; as before: " : "";
        return known + String.join(", ", texts);
    }

    private static long excluded(Manifest manifest) {
        return manifest.excluded().values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line a feed: what came in against what became of it. A transfer delivered twice counts once. */
    private boolean balance(List<Receipt> receipts, List<FeedExpectation> expected) {
        Map<String, Receipt> latest = new LinkedHashMap<>();
        receipts.forEach(receipt -> latest.put(receipt.transfer(), receipt));
        out.printf(
                "%-16s %6s = %8s + %7s + %5s | %7s = %8s + %5s + %9s + %9s + %5s%n",
                "feed",
                "rows",
                "excluded",
                "refused",
                "read",
                "entries",
                "rejected",
                "new",
                "corrected",
                "unchanged",
                "stale");
        boolean good = true;
        for (FeedExpectation feed : expected) {
            long[] sums = new long[10];
            for (Receipt receipt : latest.values()) {
                Manifest manifest = receipt.manifest();
                if (manifest.feed().equals(feed.feed()) && manifest.refusal() == null) {
                    long[] one = {
                        manifest.rows(),
                        excluded(manifest),
                        manifest.refused(),
                        manifest.read(),
                        manifest.entries(),
                        manifest.rejected(),
                        receipt.counts().created(),
                        receipt.counts().corrected(),
                        receipt.counts().unchanged(),
                        receipt.counts().stale()
                    };
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += one[i];
                    }
                    good &= receipt.balanced() && receipt.state() == Receipt.State.CLOSED;
                }
            }
            out.printf(
                    "%-16s %6d = %8d + %7d + %5d | %7d = %8d + %5d + %9d + %9d + %5d%n",
                    feed.feed(),
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3],
                    sums[4],
                    sums[5],
                    sums[6],
                    sums[7],
                    sums[8],
                    sums[9]);
            good &= sums[0] == sums[1] + sums[2] + sums[3];
            good &= sums[4] == sums[5] + sums[6] + sums[7] + sums[8] + sums[9];
            good &= sums[0] == feed.dataRows() && sums[4] == feed.entries() && sums[6] == feed.results();
        }
        out.println();
        return good;
    }

    /** Reads the consumer topics from their beginning and compares them with the generator. */
    private boolean readBack(Hub hub, SyntheticStudy study) {
        TopicReader reader = new TopicReader(hub.kafka().properties());
        Map<String, JsonNode> latest = new TreeMap<>();
        Map<String, Integer> versions = new HashMap<>();
        boolean[] good = {true};
        for (Topic topic : List.of(Topic.PK, Topic.IMMUNOGENICITY, Topic.CELLULAR)) {
            int[] records = {0};
            reader.readAll(topic, hub.config().topics().prefix(), record -> {
                records[0]++;
                String id = new String(record.key(), UTF_8);
                JsonNode observation = parse(record.value());
                latest.put(id, observation);
                int version = observation.path("meta").path("versionId").asInt();
                good[0] &= version == versions.merge(id, 1, Integer::sum);
                String text = new String(record.value(), UTF_8);
                good[0] &= !text.contains(LabFiles.DECOY_INITIALS) && !text.contains(LabFiles.DECOY_OPERATOR);
            });
            out.printf("%-28s %5d records%n", topic.name(hub.config().topics().prefix()), records[0]);
        }
        out.printf(
                "%-28s %5d, every version once and in order: %s%n%n",
                "distinct Observations", latest.size(), good[0] ? "yes" : "NO");
        List<DoseLevelRow> put = DoseLevelSummary.fromStudy(study);
        List<DoseLevelRow> got = DoseLevelSummary.fromObservations(latest.values(), study.doseLevelBySubject());
        out.print(DoseLevelSummary.render(put, got));
        return good[0] && put.equals(got);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Ctrl-C leaves to do: the hub stops in order and its folder goes. */
    private static void tidyUp(Hub hub, TemporaryFolder folder) {
        hub.close();
        try {
            folder.close();
        } catch (IOException e) {
            System.err.println("The demo's folder could not be removed: " + folder.path());
        }
    }

    private void stayUp(Hub hub, Path folder) throws InterruptedException {
        out.println();
        out.println("The hub stays up. Drop files into " + hub.folders().inbox() + "/FEED/");
        out.println("FEED is one of " + String.join(", ", hub.catalog().feedNames())
                + "; receipts appear beside the files in");
        out.println(folder.resolve("done") + " or " + folder.resolve("refused") + ". Ctrl-C stops it.");
        List<Path> ends = new ArrayList<>();
        for (String end : List.of("done", "refused")) {
            hub.catalog()
                    .feedNames()
                    .forEach(feed -> ends.add(folder.resolve(end).resolve(feed)));
        }
        Set<String> seen = new HashSet<>();
        ends.forEach(end -> Receipts.in(end).forEach(r -> seen.add(r.transfer() + "/" + r.revision())));
        while (hub.isReady()) {
            for (Path end : ends) {
                for (Receipt receipt : Receipts.in(end)) {
                    if (seen.add(receipt.transfer() + "/" + receipt.revision())) {
                        printReceipt(receipt);
                    }
                }
            }
            java.util.concurrent.TimeUnit.SECONDS.sleep(1);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
