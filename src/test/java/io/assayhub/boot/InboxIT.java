package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.model.Hash128;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a file in the inbox is taken, and which files are refused. The hub's clock moves only when a test steps it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InboxIT {
    private static final String FEED = "sdtm-pc";
    private static final String STATED = "sdtm-pc-stated";
    private static final String MANIFEST =
            "transfer: { kind: incremental, manifest: { file: '{name}.manifest', sha256: SHA256, rows: Rows } }";

    /** Long enough for the route to look into the inbox several times. */
    private static final Duration SEVERAL_POLLS = Duration.ofMillis(500);

    private static final SteppedClock CLOCK = new SteppedClock(Instant.parse("2026-03-01T10:15:00Z"));

    @TempDir
    static Path folder;

    private static TestHub hub;

    @BeforeAll
    static void start() throws IOException {
        TestMappings feeds = TestMappings.copyTo(folder.resolve("mappings"));
        Path feed = feeds.folder().resolve("feeds");
        String stated = Files.readString(feed.resolve("sdtm-pc.yaml"))
                .replace("feed: sdtm-pc", "feed: " + STATED)
                .replaceFirst("(?m)^transfer: .*$", MANIFEST);
        Files.writeString(feed.resolve(STATED + ".yaml"), stated);
        hub = TestHub.start(TestHub.embedded(folder, feeds.folder()), CLOCK);
        List.of("GROWS", "PARTS", "OLD", "AGAIN", "LIMIT", "STATED")
                .forEach(study -> hub.register(study, List.of("S-1")));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void leavesAFileAloneWhileItGrows() throws IOException {
        PcTable table = new PcTable().rows("GROWS", "S-1", 4);
        Path growing = hub.inbox(FEED).resolve("growing.csv");
        Iterator<String> lines = table.lines().iterator();
        while (lines.hasNext()) {
            Files.writeString(growing, lines.next(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            // Whatever the route has seen of the file since this write, it has not seen it for long enough.
            CLOCK.step(TestHub.QUIET.minusMillis(1));
            staysInTheInbox(growing);
        }

        Delivered delivered = quiet(hub.done(FEED), "growing.csv", 1).get(0);
        assertThat(Files.readAllBytes(delivered.file())).isEqualTo(table.bytes());
        assertThat(delivered.receipt().counts()).isEqualTo(Counts.of(4, 0, 0, 0, 0, 0));
    }

    @Test
    void leavesATemporaryNameAloneHoweverLongItLies() throws IOException {
        PcTable table = new PcTable().rows("PARTS", "S-1", 2);
        byte[] bytes = table.bytes();
        Path part = hub.inbox(FEED).resolve("parts.csv.part");
        Files.write(part, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        CLOCK.step(Duration.ofHours(1));
        staysInTheInbox(part);
        Files.write(part, bytes);
        CLOCK.step(Duration.ofHours(1));
        staysInTheInbox(part);
        Files.move(part, part.resolveSibling("parts.csv"));

        Delivered delivered = quiet(hub.done(FEED), "parts.csv", 1).get(0);
        assertThat(delivered.receipt().manifest().rows()).isEqualTo(2);
        assertThat(hub.published(Topic.PK, "PARTS"))
                .extracting(Published::what)
                .containsExactly("S-1 T1 1", "S-1 T2 2");
    }

    @Test
    void waitsForTheManifestAndPutsItBesideTheFileThatItDescribes() throws IOException {
        byte[] bytes = new PcTable().rows("STATED", "S-1", 2).bytes();
        Path file = hub.inbox(STATED).resolve("stated.csv");
        Files.write(file, bytes);
        CLOCK.step(Duration.ofHours(1));
        staysInTheInbox(file);
        Files.writeString(file.resolveSibling("stated.csv.manifest"), "SHA256,Rows\n" + sha256(bytes) + ",2\n");

        Delivered delivered = quiet(hub.done(STATED), "stated.csv", 1).get(0);
        assertThat(delivered.receipt().manifest().sendersCount()).isEqualTo(2);
        assertThat(delivered.receipt().counts()).isEqualTo(Counts.of(2, 0, 0, 0, 0, 0));
        assertThat(hub.inbox(STATED).resolve("stated.csv.manifest")).doesNotExist();
        try (Stream<Path> done = Files.list(hub.done(STATED))) {
            assertThat(done.filter(f -> f.getFileName().toString().endsWith("stated.csv.manifest")))
                    .hasSize(1);
        }
    }

    @Test
    void refusesAFileThatIsNotTheOneOfItsManifest() throws IOException {
        byte[] bytes = new PcTable().rows("STATED", "S-2", 2).bytes();
        Files.writeString(
                hub.inbox(STATED).resolve("other.csv.manifest"), "SHA256,Rows\n" + sha256(new byte[0]) + ",2\n");
        Manifest manifest = refused(STATED, "other.csv", bytes);
        assertThat(manifest.refusal().code()).isEqualTo("AH-0120");
        assertThat(manifest.sendersCount()).isEqualTo(2);
    }

    @Test
    void takesACopyThatKeptAnOldTimeOfChangeOnlyWhenItIsWhole() throws IOException {
        PcTable table = new PcTable().rows("OLD", "S-1", 3);
        byte[] bytes = table.bytes();
        Path copy = hub.inbox(FEED).resolve("old.csv");
        FileTime lastYear = FileTime.from(Instant.parse("2025-01-01T00:00:00Z"));
        Files.write(copy, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Files.setLastModifiedTime(copy, lastYear);
        CLOCK.step(TestHub.QUIET.minusMillis(1));
        staysInTheInbox(copy);
        Files.write(copy, bytes);
        Files.setLastModifiedTime(copy, lastYear);
        CLOCK.step(TestHub.QUIET.minusMillis(1));
        staysInTheInbox(copy);

        Delivered delivered = quiet(hub.done(FEED), "old.csv", 1).get(0);
        assertThat(delivered.receipt().manifest().rows()).isEqualTo(3);
        assertThat(Instant.parse(delivered.receipt().manifest().arrived()))
                .as("the order is that of arrival, not of the sender's clock")
                .isAfterOrEqualTo(Instant.parse("2026-03-01T10:15:00Z"));
    }

    @Test
    void readsALaterFileOfTheSameNameAndKnowsTheSameBytesAgain() {
        byte[] first = new PcTable().row("AGAIN", "S-1", "T1", "1.5").bytes();
        byte[] second = new PcTable().row("AGAIN", "S-1", "T1", "2.5").bytes();
        for (byte[] bytes : List.of(first, second, second, first)) {
            int before = Delivered.in(hub.done(FEED), "again.csv").size();
            hub.drop(FEED, "again.csv", bytes);
            quiet(hub.done(FEED), "again.csv", before + 1);
        }

        List<Receipt> receipts = Delivered.in(hub.done(FEED), "again.csv").stream()
                .map(Delivered::receipt)
                .toList();
        assertThat(receipts).extracting(Receipt::state).containsOnly(Receipt.State.CLOSED);
        assertThat(receipts).extracting(Receipt::isRedelivery).containsExactly(false, false, true, true);
        assertThat(receipts.get(2).transfer()).isEqualTo(receipts.get(1).transfer());
        assertThat(receipts.get(3).transfer()).isEqualTo(receipts.get(0).transfer());
        assertThat(receipts.get(0).counts()).isEqualTo(Counts.of(1, 0, 0, 0, 0, 0));
        assertThat(receipts.get(1).counts()).isEqualTo(Counts.of(0, 1, 0, 0, 0, 0));
        assertThat(hub.published(Topic.PK, "AGAIN"))
                .extracting(Published::what)
                .containsExactly("S-1 T1 1.5", "S-1 T1 2.5");
        assertThat(Delivered.files(hub.done(FEED))).doesNotHaveDuplicates();
    }

    @Test
    void refusesAFolderThatIsNoFeedAndSaysWhichOneItMayMean() {
        Manifest manifest = refused(
                "sdtm-pcc", "stray.csv", new PcTable().rows("STRAY", "S-1", 1).bytes());
        assertThat(manifest.feed()).isEqualTo("sdtm-pcc");
        assertThat(manifest.refusal().code()).isEqualTo("AH-0101");
        assertThat(manifest.refusal().detail()).contains("did you mean 'sdtm-pc'");
    }

    @Test
    void refusesAFileThatLiesDirectlyInTheInbox() {
        byte[] bytes = new PcTable().rows("DIRECT", "S-1", 1).bytes();
        Manifest manifest = refused("", "direct.csv", bytes);
        assertThat(manifest.feed()).isEmpty();
        assertThat(manifest.refusal().code()).isEqualTo("AH-0101");
        assertThat(manifest.refusal().detail()).contains("inbox/FEED/");
        assertThat(hub.published(Topic.PK, "DIRECT")).isEmpty();
    }

    @Test
    void refusesAnEmptyFile() {
        Manifest manifest = refused(FEED, "empty.csv", new byte[0]);
        assertThat(manifest.refusal().code()).isEqualTo("AH-0102");
        assertThat(manifest.bytes()).isZero();
        assertThat(manifest.rows()).isZero();
    }

    @Test
    void refusesATableWithoutRows() {
        Manifest manifest = refused(FEED, "header.csv", new PcTable().bytes());
        assertThat(manifest.refusal().code()).isEqualTo("AH-0102");
        assertThat(manifest.rows()).isZero();
    }

    @Test
    void refusesAZipArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("table.csv"));
            zip.write(new PcTable().rows("ZIPPED", "S-1", 1).bytes());
        }
        Manifest manifest = refused(FEED, "table.zip", bytes.toByteArray());
        assertThat(manifest.refusal().code()).isEqualTo("AH-0103");
        assertThat(manifest.refusal().detail()).contains("ZIP");
    }

    @Test
    void refusesAsAWholeWhatIsOverTheRejectLimitAndListsEachReject() throws IOException {
        PcTable table = new PcTable()
                .rows("LIMIT", "S-1", 8)
                .row("LIMIT", "S-1", "T9", "unheard of")
                .row("LIMIT", "S-1", "T10", "unheard of too");
        Manifest manifest = refused(FEED, "limit.csv", table.bytes());
        assertThat(manifest.refusal().code()).isEqualTo("AH-0109");
        assertThat(manifest.refusal().detail()).contains("2 of 10").contains("5%");
        assertThat(manifest.rows()).isEqualTo(10);
        assertThat(hub.published(Topic.PK, "LIMIT")).isEmpty();
        Delivered delivered = Delivered.in(hub.refused(FEED), "limit.csv").get(0);
        assertThat(Files.readAllLines(delivered.rejects()))
                .extracting(line -> line.substring(0, 7))
                .containsExactly("code,ro", "AH-0109", "AH-0304", "AH-0304");
    }

    /** Drops a file that is to be refused: it is kept whole, with receipt and list beside it, and nothing complains. */
    private static Manifest refused(String feed, String name, byte[] bytes) {
        Path end = hub.refused(feed.isEmpty() ? "_no-feed" : feed);
        try (LogWatch log = LogWatch.open()) {
            hub.drop(feed, name, bytes);
            Delivered delivered = quiet(end, name, 1).get(0);
            assertThat(delivered.file()).hasBinaryContent(bytes);
            assertThat(delivered.rejects())
                    .content(UTF_8)
                    .startsWith("code,row,line,column,value,detail,remedy\r\nAH-0");
            Receipt receipt = delivered.receipt();
            assertThat(receipt.state()).isEqualTo(Receipt.State.REFUSED);
            assertThat(receipt.counts()).isEqualTo(Counts.ZERO);
            assertThat(receipt.manifest().bytes()).isEqualTo(bytes.length);
            assertThat(Delivered.in(hub.done(feed.isEmpty() ? "_no-feed" : feed), name))
                    .isEmpty();
            assertThat(log.complaints())
                    .filteredOn(line -> line.contains("io.assayhub") || line.contains("\tat "))
                    .isEmpty();
            return receipt.manifest();
        }
    }

    private static void staysInTheInbox(Path file) {
        Delivered.await().during(SEVERAL_POLLS).until(() -> Files.exists(file));
    }

    /** Lets time pass until as many files of this name have come to their end. */
    private static List<Delivered> quiet(Path end, String name, int count) {
        Delivered.await().until(() -> {
            CLOCK.step(TestHub.QUIET);
            return Delivered.in(end, name).size() >= count;
        });
        return Delivered.in(end, name);
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Hash128.sha256().digest(bytes));
    }
}
