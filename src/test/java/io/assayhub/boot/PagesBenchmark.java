package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.AccessConfig;
import io.assayhub.config.AccessConfig.Account;
import io.assayhub.config.PasswordHash;
import io.assayhub.config.Role;
import io.assayhub.index.HubIndex;
import io.assayhub.index.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every page of the console of a running hub whose topics hold a million results, asked for over HTTP: 200 times each after
 * a warm-up, each time for something else, by somebody who sees blinded feeds and by somebody who does not. A search that
 * leads to one page counts with that page. Run by hand with a folder, and a number of results if not a million; a folder
 * that was filled less than a day ago is used as it is; not a test:
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.cp \
 *   && java -Xmx384m -cp "target/test-classes:target/classes:$(cat target/test.cp)" io.assayhub.boot.PagesBenchmark FOLDER
 * }</pre>
 */
final class PagesBenchmark {
    private static final int WARM_UP = 50;
    private static final int ROUNDS = 200;
    private static final String PASSWORD = "correct horse battery";

    private final MillionResults all;
    private final Random random = new Random(7);
    private final Map<String, Supplier<String>> pages = new LinkedHashMap<>();

    private PagesBenchmark(MillionResults all) {
        this.all = all;
        lists();
        single();
        searches();
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int results = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        Path mappings = folder.resolve("fhir-mappings");
        boolean filled = Files.exists(mappings);
        if (!filled) {
            Files.createDirectories(folder);
            TestMappings.copyTo(mappings).withMore(MillionResults.BLINDED, "blinded: true");
        }
        try (TestHub hub =
                TestHub.start(TestHub.showing(folder.resolve("data"), mappings, access()), Clock.systemUTC())) {
            MillionResults all = new MillionResults(hub.hub().kafka(), results, Clock.systemUTC());
            long began = System.nanoTime();
            if (!filled) {
                all.send();
                print("sent in", (System.nanoTime() - began) / 1_000_000_000, "s");
            }
            String address = hub.hub().http().orElseThrow().address();
            ConsoleVisitor unblinded = new ConsoleVisitor(address).login("U. Nblinded", PASSWORD);
            ConsoleVisitor viewer = new ConsoleVisitor(address).login("V. Iewer", PASSWORD);
            HubIndex index = hub.hub().index().orElseThrow();
            Delivered.await()
                    .atMost(Duration.ofHours(1))
                    .until(() -> index.isCaughtUp()
                            && !index.search()
                                    .find(Viewer.UNBLINDED, MillionResults.LAST)
                                    .isEmpty());
            print("in the index after", (System.nanoTime() - began) / 1_000_000_000, "s");
            PagesBenchmark bench = new PagesBenchmark(all);
            bench.pages.forEach((name, page) -> {
                measure("unblinded", unblinded, name, page);
                if (!name.endsWith("of a subject") && !name.startsWith("result")) {
                    measure("blinded", viewer, name, page);
                }
            });
        }
    }

    private static AccessConfig access() {
        PasswordHash hash = PasswordHash.of(PASSWORD.toCharArray(), new byte[16]);
        return new AccessConfig(
                true,
                List.of(
                        new Account("V. Iewer", hash, Set.of(Role.VIEWER)),
                        new Account("U. Nblinded", hash, Set.of(Role.UNBLINDED_VIEWER))),
                Duration.ofHours(12),
                Duration.ofHours(12));
    }

    private void lists() {
        pages.put("overview", () -> "");
        pages.put("feeds", () -> "feeds");
        pages.put("feed", () -> "feeds/" + MillionResults.feed(random.nextInt(9)));
        pages.put("transfers", () -> "transfers");
        pages.put("transfers deep", () -> "transfers?after=" + transferPlace());
        pages.put("transfers by feed", () -> "transfers?feed=" + MillionResults.feed(random.nextInt(9)));
        pages.put("transfers by state", () -> "transfers?state=stopped");
        pages.put("transfers by feed and state", () -> "transfers?state=stopped&feed=" + MillionResults.feed(1));
        pages.put("transfers by file", () -> "transfers?file=plate-" + random.nextInt(all.transfers()) + ".");
        pages.put("transfers by no file", () -> "transfers?file=nowhere-" + random.nextInt());
        pages.put("waiting", () -> "waiting");
        pages.put("waiting deep", () -> "waiting?after=" + transferPlace());
        pages.put("waiting by feed", () -> "waiting?feed=" + MillionResults.feed(random.nextInt(9)));
        pages.put("waiting by code", () -> "waiting?code=AH-0501");
        pages.put(
                "waiting by code deep",
                () -> "waiting?code=" + MillionResults.holdCode(random.nextInt(5)) + "&after=" + transferPlace());
        pages.put(
                "waiting by feed and code",
                () -> "waiting?code=AH-0501&feed=" + MillionResults.feed(random.nextInt(9)) + "&after="
                        + transferPlace());
        pages.put("waiting by transfer", () -> "waiting?transfer=" + transfer());
        pages.put("waiting by subject", () -> "waiting?subject=" + subject());
        pages.put("rejects", () -> "rejects");
        pages.put("rejects deep", () -> "rejects?after=" + transferPlace());
        pages.put("rejects by feed", () -> "rejects?feed=" + MillionResults.feed(random.nextInt(9)));
        pages.put("rejects by code deep", () -> "rejects?code=AH-0312&after=" + transferPlace());
        pages.put(
                "rejects by feed and code",
                () -> "rejects?code=AH-0312&feed=" + MillionResults.feed(random.nextInt(9)));
        pages.put("rejects by transfer", () -> "rejects?transfer=" + MillionResults.transferId(1));
        pages.put("reconcile", () -> "reconcile");
        pages.put("reconcile deep", () -> "reconcile?after=" + transferPlace());
        pages.put("reconcile by state deep", () -> "reconcile?state=reported&after=" + transferPlace());
        pages.put(
                "reconcile by visit and state",
                () -> "reconcile?study=" + MillionResults.STUDY + "&state=not-reported&visit="
                        + MillionResults.visit(random.nextInt(25)).replace(" ", "%20"));
        pages.put(
                "reconcile by visit",
                () -> "reconcile?visit="
                        + MillionResults.visit(random.nextInt(25)).replace(" ", "%20"));
        pages.put("reconcile by subject", () -> "reconcile?subject=" + subject());
        pages.put("audit", () -> "audit");
        pages.put("audit deep", () -> "audit?after=" + transferPlace());
        pages.put("routes", () -> "routes");
        pages.put("replay", () -> "replay?transfer=" + transfer());
    }

    private void single() {
        pages.put("transfer", () -> "transfers/" + transfer());
        pages.put("transfer of 25,000 rejects", () -> "transfers/" + MillionResults.transferId(1));
        pages.put("waiting item", () -> "waiting/item?key=" + all.hold(random.nextInt(MillionResults.SIDE)));
        pages.put("500 results of a subject", () -> "subjects/" + MillionResults.STUDY + "/" + subject());
        pages.put("result of one version", () -> "results/" + MillionResults.id(random.nextInt(all.results()) | 1));
        pages.put(
                "result of three versions",
                () -> "results/" + MillionResults.id(random.nextInt(all.results() / 100) * 100));
    }

    private void searches() {
        pages.put("search accession", () -> "search?q=ACC-" + random.nextInt(all.results()));
        pages.put("search accession that waits", () -> "search?q=WAIT-" + random.nextInt(MillionResults.SIDE));
        pages.put("search Observation", () -> "search?q=" + MillionResults.id(random.nextInt(all.results())));
        pages.put("search subject", () -> "search?q=" + subject());
        pages.put("search transfer", () -> "search?q=" + transfer());
        pages.put("search file", () -> "search?q=plate-" + random.nextInt(all.transfers()) + ".csv");
        pages.put("search start of file", () -> "search?q=plate-" + random.nextInt(100));
        pages.put("search part of file", () -> "search?q=" + random.nextInt(all.transfers()) + ".csv");
        pages.put("search nothing", () -> "search?q=nowhere-" + random.nextInt());
    }

    private String transfer() {
        return MillionResults.transferId(random.nextInt(all.transfers()));
    }

    private String subject() {
        return all.subject(random.nextInt(all.subjects()));
    }

    /** Anywhere in the times of a list. */
    private String transferPlace() {
        String place = all.at(random.nextInt(all.transfers())) + " z";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    private static void measure(String who, ConsoleVisitor visitor, String name, Supplier<String> page) {
        double[] took = new double[ROUNDS];
        int bytes = 0;
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            String path = "/console/" + page.get();
            long began = System.nanoTime();
            var answer = visitor.get(path);
            double ms = (System.nanoTime() - began) / 1e6;
            boolean hidden = who.equals("blinded") && answer.statusCode() == 404;
            if (answer.statusCode() != 200 && !hidden) {
                throw new IllegalStateException(path + " answered " + answer.statusCode());
            }
            if (i >= 0) {
                took[i] = ms;
                bytes = Math.max(bytes, answer.body().length());
            }
        }
        Arrays.sort(took);
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f | %d kB |",
                name,
                who,
                took[ROUNDS / 2],
                took[ROUNDS * 95 / 100],
                took[ROUNDS - 1],
                bytes / 1000));
    }

    private static void print(String what, Object figure, String unit) {
        System.out.println(what + ": " + figure + " " + unit);
    }
}
