package io.assayhub.boot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.TestMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStepsTest {
    private static final int ROWS = 200;

    @TempDir
    private Path folder;

    private Path table;
    private CompiledFeed feed;

    @BeforeEach
    void writeTable() throws IOException {
        table = folder.resolve("pc.csv");
        PcTable.write(table, "BENCH", ROWS, 42);
        feed = TestMappings.feed("sdtm-pc");
    }

    @Test
    void modelGivesTheSameTreeAsTheMapping() throws IOException {
        // Compares every row's Observation, numbers and results below the limit, and throws if one differs.
        ModelSteps steps = ModelSteps.compared(feed, table, Namespaces.DEFAULT_BASE);
        assertThat(steps.throughModel()).isEqualTo(ROWS);
        assertThat(steps.throughParser()).isEqualTo(ROWS);
    }

    @Test
    void stepsTakeEveryRow() throws IOException {
        ReadSteps steps = new ReadSteps(feed, table);
        assertThat(steps.parse()).isEqualTo(ROWS);
        assertThat(steps.judge()).isEqualTo(ROWS);
        assertThat(steps.observations().observations()).isEqualTo(ROWS);
    }

    @Test
    void sameSeedGivesTheSameTable() throws IOException {
        Path again = folder.resolve("again.csv");
        PcTable.write(again, "BENCH", ROWS, 42);
        assertThat(again).hasSameBinaryContentAs(table);
        assertThat(Files.readAllLines(table)).hasSize(ROWS + 1).doesNotHaveDuplicates();
    }
}
