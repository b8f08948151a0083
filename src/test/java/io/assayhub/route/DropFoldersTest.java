package io.assayhub.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFoldersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path root;

    private DropFolders folders;

    @BeforeEach
    void prepare() throws IOException {
        folders = at(NOON);
        folders.prepare(List.of("pk"));
    }

    @Test
    void claimsAFileUnderTheMomentOfItsArrival() throws IOException {
        Delivery delivery = folders.claim(dropped("results.csv"));
        assertThat(delivery)
                .isEqualTo(new Delivery(
                        "pk", "results.csv", NOON, root.resolve("claimed/pk/20260301T120000000Z_results.csv")));
        assertThat(delivery.file()).hasContent("results.csv");
        assertThat(root.resolve("inbox/pk")).isEmptyDirectory();
    }

    @Test
    void givesArrivalsThatRiseThoughTheClockStandsStill() throws IOException {
        assertThat(folders.claim(dropped("first.csv")).arrived()).isEqualTo(NOON);
        assertThat(folders.claim(dropped("second.csv")).arrived()).isEqualTo(NOON.plusMillis(1));
    }

    @Test
    void givesArrivalsThatRiseOverARestartWithAClockThatWasPutBack() throws IOException {
        folders.finish(folders.claim(dropped("first.csv")), false);
        DropFolders restarted = at(NOON.minusSeconds(3600));
        restarted.putBackUnfinished();
        assertThat(restarted.claim(dropped("second.csv")).arrived()).isEqualTo(NOON.plusMillis(1));
    }

    @Test
    void putsBackWhatWasNotFinishedUnderItsStamp() throws IOException {
        folders.claim(dropped("results.csv"));
        DropFolders restarted = at(NOON.plusSeconds(3600));
        assertThat(restarted.putBackUnfinished()).isEqualTo(1);

        Path waiting = root.resolve("inbox/pk/20260301T120000000Z_results.csv");
        assertThat(waiting).hasContent("results.csv");
        assertThat(restarted.claim(waiting))
                .isEqualTo(new Delivery(
                        "pk", "results.csv", NOON, root.resolve("claimed/pk/20260301T120000000Z_results.csv")));
    }

    @Test
    void putsBackAFileThatLayInNoFeedsFolder() throws IOException {
        folders.claim(Files.writeString(root.resolve("inbox/stray.csv"), "stray"));
        assertThat(at(NOON).putBackUnfinished()).isEqualTo(1);
        assertThat(root.resolve("inbox/20260301T120000000Z_stray.csv")).hasContent("stray");
    }

    @Test
    void throwsAwayTheListOfAnAttemptThatWasCutOff() throws IOException {
        Delivery delivery = folders.claim(dropped("results.csv"));
        Files.writeString(folders.rejectsOf(delivery), "code,row");
        assertThat(at(NOON).putBackUnfinished()).isEqualTo(1);
        assertThat(files(root.resolve("claimed/pk"))).isEmpty();
    }

    @Test
    void movesTheListOfRejectsWithTheFile() throws IOException {
        Delivery delivery = folders.claim(dropped("results.csv"));
        Files.writeString(folders.rejectsOf(delivery), "code,row");
        folders.finish(delivery, true);
        Path refused = root.resolve("refused/pk");
        assertThat(files(refused))
                .containsExactly(
                        refused.resolve("20260301T120000000Z_results.csv"),
                        refused.resolve("20260301T120000000Z_results.csv.rejected.csv"));
        assertThat(files(root.resolve("claimed/pk"))).isEmpty();
    }

    private DropFolders at(Instant now) {
        return new DropFolders(root, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path dropped(String name) throws IOException {
        return Files.writeString(root.resolve("inbox/pk").resolve(name), name);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
