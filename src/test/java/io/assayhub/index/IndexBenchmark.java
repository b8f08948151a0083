package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.STUDY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A million results with 20,000 transfers, 100,000 rejects and 100,000 that wait, written as the feeder does, in batches of
 * 5,000; then every query 200 times, each time of something else. A tenth is of a blinded feed. Without Kafka. Run by hand
 * with a folder, and a number of results if not a million; not a test.
 */
final class IndexBenchmark {
    private static final int BATCH = 5_000;
    private static final int PER_TRANSFER = 50;
    private static final int SUBJECTS = 5_000;
    private static final int SIDE = 100_000;
    private static final int ROUNDS = 200;
    private static final String BLINDED = "feed-9";

    private final IndexFile file;
    private final Rows rows;
    private final int results;
    private final int transfers;
    private final Random random = new Random(7);
    private final Map<String, Consumer<Viewer>> queries = new TreeMap<>();

    private IndexBenchmark(Path folder, int results) throws IOException {
        this.file = IndexFile.open(folder);
        this.rows = new Rows(file);
        this.results = results;
        this.transfers = results / PER_TRANSFER;
    }

    private interface Records {
        void write(IndexWriter writer, int number) throws SQLException;
    }

    public static void main(String[] args) throws IOException, SQLException {
        Path folder = Path.of(args[0]);
        int results = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        IndexBenchmark bench = new IndexBenchmark(folder, results);
        if (bench.rows.number("SELECT count(*) FROM result") == 0) {
            bench.fill();
        }
        print("file", Files.size(folder.resolve("index.sqlite")) / 1_000_000, "MB");
        bench.prepare();
        for (Viewer viewer : Viewer.values()) {
            bench.queries.forEach((name, query) -> bench.measure(viewer, name, query));
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        print("heap in use", (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000, "MB");
        bench.file.close();
    }

    private void fill() throws SQLException {
        file.write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO blinded VALUES ('" + BLINDED + "')");
            }
            return null;
        });
        write("receipts", transfers, this::receipt);
        write("versions", results, this::version);
        write("rejects", SIDE, this::reject);
        write("waiting", SIDE, this::held);
    }

    private void write(String what, int count, Records records) throws SQLException {
        long began = System.nanoTime();
        for (int from = 0; from < count; from += BATCH) {
            int first = from;
            file.write(connection -> {
                try (IndexWriter writer = new IndexWriter(connection)) {
                    for (int i = first; i < Math.min(count, first + BATCH); i++) {
                        records.write(writer, i);
                    }
                }
                return null;
            });
        }
        print(what, Math.round(count / ((System.nanoTime() - began) / 1e9)), "a second");
    }

    private static String feed(int transfer) {
        return "feed-" + transfer % 10;
    }

    private static String transfer(int number) {
        return String.format(Locale.ROOT, "%032x", number * 2_654_435_761L);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "%016x%016x", number * 0x9E3779B97F4A7C15L, number);
    }

    private static String subject(int number) {
        return "P003-01-" + number % SUBJECTS;
    }

    private static long at(int transfer) {
        return START + transfer * 4_000L;
    }

    private void version(IndexWriter writer, int i) throws SQLException {
        int transfer = i / PER_TRANSFER;
        String observation = IndexTopics.concentration(
                "ACC-" + i,
                Instant.ofEpochMilli(START + i * 1_000L).toString(),
                (i % 10 == 0 ? "\"comparator\":\"<\"," : "") + "\"value\":" + (i % 1000) / 10.0);
        writer.apply(
                Topic.AUDIT,
                record(
                        Topic.AUDIT,
                        STUDY + "/" + subject(i),
                        IndexTopics.bundle(observation, null),
                        at(transfer),
                        i,
                        HeaderName.KIND,
                        AuditRecord.VERSION,
                        HeaderName.ID,
                        id(i),
                        HeaderName.VERSION,
                        "1",
                        HeaderName.STATUS,
                        "final",
                        HeaderName.OUTCOME,
                        "new",
                        HeaderName.TOPICS,
                        "pk,observations",
                        HeaderName.FEED,
                        feed(transfer),
                        HeaderName.TRANSFER,
                        transfer(transfer),
                        HeaderName.ENTRY,
                        i % PER_TRANSFER + "/pk-concentration"));
    }

    private void receipt(IndexWriter writer, int i) throws SQLException {
        Receipt receipt = IndexTopics.receipt(
                transfer(i),
                feed(i),
                "plate-" + i + ".csv",
                i % 5_000 == 1 ? Receipt.State.STOPPED : Receipt.State.CLOSED,
                IndexTopics.counts(PER_TRANSFER, 0),
                at(i),
                i % 100 == 99 ? transfer(i - 10) : null);
        writer.apply(Topic.RECEIPTS, record(Topic.RECEIPTS, receipt.transfer(), receipt.toJson(), at(i) + 300, i));
    }

    private void reject(IndexWriter writer, int i) throws SQLException {
        int transfer = i % 4 == 0 ? 1 : i % transfers; // One transfer has a quarter of all.
        RejectedRecord rejected = new RejectedRecord(
                transfer(transfer), feed(transfer), "AH-03" + (10 + i % 20), i, i + 1, "C", null, "no number", "ask");
        writer.apply(
                Topic.REJECTED,
                record(Topic.REJECTED, transfer(transfer) + "/" + i, rejected.toJson(), at(transfer), i));
    }

    private void held(IndexWriter writer, int i) throws SQLException {
        String id = id(results + i);
        HeldRecord held = new HeldRecord(
                HeldRecord.holdKey(id, 1),
                "AH-05" + (10 + i % 5),
                "subject-unknown",
                Instant.ofEpochMilli(at(i % transfers)).toString(),
                i % 50 == 0,
                i % 500 == 0,
                STUDY,
                subject(i),
                id,
                transfer(i % transfers),
                feed(i % transfers),
                "1/pk-concentration",
                "WAIT-" + i,
                "final",
                null,
                "the subject is not registered",
                "{\"resourceType\":\"Observation\"}");
        writer.apply(Topic.HELD, record(Topic.HELD, held.key(), held.toJson(), at(i % transfers), i));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            Topic topic, String key, byte[] value, long at, long offset, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                topic.name("assay"),
                0,
                offset,
                at,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(UTF_8),
                value,
                all,
                Optional.empty());
    }

    private void prepare() {
        Optional<String> none = Optional.empty();
        long now = at(transfers);
        OverviewQueries overview = new OverviewQueries(rows);
        queries.put("overview.books", overview::books);
        queries.put("overview.work", overview::work);
        queries.put("overview.stopped", overview::stopped);
        queries.put("overview.oldestOpen", overview::oldestOpenMs);
        queries.put("overview.latency day", v -> overview.latency(v, now, 1440));
        FeedQueries feeds = new FeedQueries(rows);
        queries.put("feeds.activities", feeds::activities);
        queries.put("feeds.published day", v -> feeds.published(v, none, now, 1440));
        TransferQueries t = new TransferQueries(rows);
        queries.put("transfers.list", v -> t.list(v, TransferQueries.Filter.ALL, none));
        queries.put("transfers.list deep", v -> t.list(v, TransferQueries.Filter.ALL, place(at(transfers / 2))));
        queries.put("transfers.receipts feed", v -> t.receipts(v, ofFeed(), none));
        queries.put(
                "transfers.list file",
                v -> t.list(
                        v,
                        new TransferQueries.Filter(none, none, Optional.of("plate-" + random.nextInt(transfers) + ".")),
                        none));
        queries.put("transfers.receipt", v -> t.receipt(v, transfer(random.nextInt(transfers))));
        queries.put("transfers.replaysOf", v -> t.replaysOf(v, transfer(random.nextInt(transfers))));
        RejectQueries r = new RejectQueries(rows);
        queries.put("rejects.list", v -> r.list(v, RejectQueries.Filter.ALL, none));
        queries.put(
                "rejects.list code deep",
                v -> r.list(v, new RejectQueries.Filter(none, Optional.of("AH-0312"), none), place(at(transfers / 2))));
        queries.put(
                "rejects.list big transfer",
                v -> r.list(v, new RejectQueries.Filter(none, none, Optional.of(transfer(1))), none));
        queries.put(
                "rejects.list feed", v -> r.list(v, new RejectQueries.Filter(Optional.of("feed-1"), none, none), none));
        queries.put("rejects.ofTransfer big", v -> r.ofTransfer(v, transfer(1), none));
        queries.put("rejects.shares", v -> r.shares(v, none));
        WaitingQueries w = new WaitingQueries(rows);
        queries.put("waiting.list", v -> w.list(v, WaitingQueries.Filter.ALL, none));
        queries.put("waiting.list deep", v -> w.list(v, WaitingQueries.Filter.ALL, place(at(transfers / 2))));
        queries.put(
                "waiting.list subject",
                v -> w.list(
                        v,
                        new WaitingQueries.Filter(none, none, none, Optional.of(subject(random.nextInt(SUBJECTS)))),
                        none));
        queries.put("waiting.shares", w::shares);
        queries.put("waiting.get", v -> w.get(v, id(results + random.nextInt(SIDE)) + "/1"));
        ResultQueries q = new ResultQueries(rows);
        queries.put("results.get", v -> q.get(v, id(random.nextInt(results))));
        queries.put("results.versions", v -> q.versions(v, id(random.nextInt(results))));
        queries.put("results.ofTransfer", v -> q.ofTransfer(v, transfer(random.nextInt(transfers)), none));
        SubjectQueries s = new SubjectQueries(rows);
        queries.put("subjects.results", v -> s.results(v, STUDY, subject(random.nextInt(SUBJECTS))));
        queries.put("actions.list", v -> new ActionQueries(rows).list(v, true, none));
        Search search = new Search(rows);
        queries.put("search accession", v -> search.find(v, "ACC-" + random.nextInt(results)));
        queries.put("search id", v -> search.find(v, id(random.nextInt(results))));
        queries.put("search file", v -> search.find(v, "plate-" + random.nextInt(transfers)));
        queries.put("search inside a name", v -> search.find(v, random.nextInt(transfers) + ".csv"));
        queries.put("search nothing", v -> search.find(v, "nowhere-" + random.nextInt()));
    }

    private static TransferQueries.Filter ofFeed() {
        return new TransferQueries.Filter(Optional.of("feed-3"), Optional.empty(), Optional.empty());
    }

    private static Optional<String> place(long time) {
        return Optional.of(new Rows.Place(time, "z").cursor());
    }

    private void measure(Viewer viewer, String name, Consumer<Viewer> query) {
        double[] took = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            query.accept(viewer);
            took[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(took);
        print(
                viewer.name().toLowerCase(Locale.ROOT) + " " + name,
                List.of(took[ROUNDS / 2], took[ROUNDS * 95 / 100], took[ROUNDS - 1]).stream()
                        .map(ms -> String.format(Locale.ROOT, "%.1f", ms))
                        .toList(),
                "ms p50 p95 max");
    }

    private static void print(String what, Object figure, String unit) {
        System.out.println(what + ": " + figure + " " + unit);
    }
}
