package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.concentration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The index may be deleted, old or damaged: it begins again, and never keeps a hub from starting. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IndexFileTest {
    private static final String RESULT = "a".repeat(32);

    @TempDir
    Path folder;

    @Test
    void keepsWhatWasWrittenWhenItIsOpenedAgain() throws IOException, SQLException {
        filled();

        assertThat(results()).isEqualTo(1);
    }

    @Test
    void beginsAgainWhenItsSchemaIsAnother() throws IOException, SQLException {
        filled();
        try (IndexFile file = IndexFile.open(folder)) {
            file.write(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("UPDATE meta SET value = '0' WHERE key = 'version'");
                }
                return null;
            });
        }

        assertThat(results()).isZero();
    }

    @Test
    void beginsAgainWhenTheFileIsNoDatabase() throws IOException, SQLException {
        filled();
        Files.writeString(file(), "this is no database, though it is as long as one".repeat(500));

        assertThat(results()).isZero();
    }

    @Test
    void beginsAgainWhenTheFileIsEmptyOrGone() throws IOException, SQLException {
        filled();
        Files.write(file(), new byte[0]);
        assertThat(results()).isZero();

        filled();
        Files.delete(file());
        assertThat(results()).isZero();
    }

    @Test
    void nothingOfABatchIsWrittenIfAPartOfItFails() throws IOException, SQLException {
        try (IndexTopics topics = new IndexTopics(folder)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> topics.file.write(connection -> {
                        try (IndexWriter writer = new IndexWriter(connection)) {
                            writer.position("assay.audit", 0, 7);
                        }
                        throw new IllegalStateException();
                    }));
            assertThat(topics.rows.number("SELECT count(*) FROM position")).isZero();
        }
    }

    @Test
    void tellsDamageOfWhatIsReadSoThatItCanBeginAgain() throws IOException, SQLException {
        filled();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            byte[] rubbish = new byte[4096];
            java.util.Arrays.fill(rubbish, (byte) 0xA5);
            for (long page = 1; page < channel.size() / 4096; page++) {
                channel.write(ByteBuffer.wrap(rubbish), page * 4096);
            }
        }

        assertThat(results()).isZero();
    }

    @Test
    void whoReadsAClosedIndexIsTold() throws IOException {
        IndexFile file = IndexFile.open(folder);
        file.close();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new Rows(file).number("SELECT count(*) FROM result"));
    }

    private Path file() {
        return folder.resolve("index.sqlite");
    }

    private void filled() throws IOException, SQLException {
        try (IndexTopics topics = new IndexTopics(folder)) {
            topics.version(
                    RESULT,
                    1,
                    "S-1",
                    "central-pk",
                    "t1",
                    concentration("A-1", "2026-03-01T10:00:00Z", "\"value\":12.40"),
                    START);
        }
    }

    private long results() throws IOException {
        try (IndexTopics topics = new IndexTopics(folder)) {
            return topics.rows.number("SELECT count(*) FROM result");
        }
    }
}
