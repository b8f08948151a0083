package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the rows of runs that are accepted, and of those that are not. */
class RunAcceptanceTest {
    private static final Path CASE = Path.of("src/test/resources/cases/pk-runs/runs-accepted-and-not/in.csv");
    private static final String HEADER =
            "Type,Nominal,Run,Subject,Sample,Collected,Received,Analysed,Conc,LLOQ,ULOQ,Dilution\n";

    @Test
    void leavesOutTheRowsOfARunThatIsNotAccepted() throws IOException {
        TransferRun run = TransferRun.preview(TestMappings.feed("pk-runs"), Files.readAllBytes(CASE));
        assertThat(run.summary().excluded())
                .isEqualTo(Map.of("calibrator", 45L, "quality control", 18L, "run-failed", 3L));
        assertThat(run.summary().failedRuns())
                .containsExactly(
                        "LB-R002: 5 of 7 calibrator levels within tolerance, needed 6 and 75 %",
                        "LB-R003: 1 of 3 quality control levels with less than 50 % within tolerance",
                        "LB-R004: no calibrators in the table");
        assertThat(run.observations()).hasSize(13).allMatch(o -> o.contains("LB-R001"));
    }

    @Test
    void refusesMoreRunsThanItHolds() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i <= RunAcceptance.MOST_RUNS; i++) {
            rows.append("UNK,,R").append(i).append(",P003-01-0001,S").append(i).append(",,,,5,1,200,1\n");
        }
        assertThat(TransferRun.preview(TestMappings.feed("pk-runs"), rows.toString())
                        .refusal())
                .isEqualTo(ErrorCode.TOO_MANY_RUNS);
    }

    @Test
    void namesTwentyRunsAndCountsTheRestAndNoNameThatCouldBeAPersons() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 10; i < 40; i++) {
            rows.append("UNK,,R").append(i).append(",P003-01-0001,S").append(i).append(",,,,5,1,200,1\n");
        }
        rows.append("UNK,,Paul Dupont,P003-01-0001,S,,,,5,1,200,1\n");
        TransferRun run = TransferRun.preview(TestMappings.feed("pk-runs"), rows.toString());
        assertThat(run.summary().failedRuns())
                .hasSize(21)
                .contains("a run whose name is not repeated here: no calibrators in the table", "and 11 more")
                .noneMatch(line -> line.contains("Dupont"));
    }
}
