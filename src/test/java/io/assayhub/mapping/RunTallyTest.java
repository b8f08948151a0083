package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.ChecksConfig.Runs;
import io.assayhub.config.ChecksConfig.Share;
import io.assayhub.config.FeedConfig.When;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a ligand binding run is accepted (ICH M10). */
class RunTallyTest {
    private static final String[] LEVELS = {"1", "2", "5", "10", "20", "50", "100", "200"};
    private static final Runs M10 = rules(false);

    @Test
    void acceptsCalibratorsThatAreAtTheirTolerance() {
        RunTally tally = new RunTally(M10);
        calibrators(tally, "1.25", "2.4", "6.0", "8.0", "24", "60", "120", "150");
        controls(tally, "3 3.6", "3 2.4", "30 30", "30 30", "150 150", "150 150");
        assertThat(tally.failure()).isNull();
    }

    @Test
    void countsLevelsWithinAndAllOfThem() {
        RunTally two = new RunTally(M10);
        calibrators(two, "1", "2", "5", "10", "20", "50", "121", "251");
        controls(two, "3 3");
        assertThat(two.failure()).isNull();
        RunTally three = new RunTally(M10);
        calibrators(three, "1", "2", "5", "10", "20", "61", "121", "251");
        assertThat(three.failure()).isEqualTo("no quality controls in the table");
        controls(three, "3 3");
        assertThat(three.failure()).isEqualTo("5 of 8 calibrator levels within tolerance, needed 6 and 75 %");
    }

    @Test
    void needsSixLevelsHoweverGoodTheyAre() {
        RunTally tally = new RunTally(M10);
        calibrators(tally, "1", "2", "5", "10", "20");
        controls(tally, "3 3");
        assertThat(tally.failure()).isEqualTo("5 of 5 calibrator levels within tolerance, needed 6 and 75 %");
    }

    @Test
    void takesTheMeanOfACalibratorsWellsAndMissesThatOfNone() {
        RunTally tally = new RunTally(M10);
        calibrators(tally, "1", "2", "5", "10", "20", "50");
        tally.calibrator(new BigDecimal("5.0"), new BigDecimal("6.9"));
        controls(tally, "3 3");
        assertThat(tally.failure()).isNull();
        tally.calibrator(new BigDecimal("5"), new BigDecimal("9"));
        assertThat(tally.failure()).isEqualTo("5 of 6 calibrator levels within tolerance, needed 6 and 75 %");
        RunTally masked = new RunTally(M10);
        calibrators(masked, "1", "2", "5", "10", "20");
        masked.calibrator(new BigDecimal("50"), null);
        controls(masked, "3 3");
        assertThat(masked.failure()).startsWith("5 of 6 calibrator levels");
    }

    @Test
    void needsTwoThirdsOfControlsAndHalfOfEachLevel() {
        RunTally tally = new RunTally(M10);
        calibrators(tally, LEVELS);
        controls(tally, "3 3", "3 4", "30 30", "30 50", "150 150", "150 150");
        assertThat(tally.failure()).isNull();
        tally.control(new BigDecimal("150"), null);
        assertThat(tally.failure()).isEqualTo("4 of 7 quality controls within tolerance, needed 2/3");
        RunTally level = new RunTally(M10);
        calibrators(level, LEVELS);
        controls(level, "3 5", "3 5", "30 30", "30 30", "150 150", "150 150");
        assertThat(level.failure()).isEqualTo("1 of 3 quality control levels with less than 50 % within tolerance");
    }

    @Test
    void aRunWithoutAnyIsWhatTheFeedSays() {
        assertThat(new RunTally(M10).failure()).isEqualTo("no calibrators in the table");
        assertThat(new RunTally(rules(true)).failure()).isNull();
    }

    @Test
    void passesOverBlanksAndFailsWithoutANominalValue() {
        RunTally tally = new RunTally(M10);
        calibrators(tally, LEVELS);
        controls(tally, "3 3");
        tally.calibrator(BigDecimal.ZERO, new BigDecimal("0.2"));
        assertThat(tally.failure()).isNull();
        tally.calibrator(null, BigDecimal.ONE);
        assertThat(tally.failure()).isEqualTo("a calibrator or control has no nominal value");
    }

    private static void calibrators(RunTally tally, String... measured) {
        for (int i = 0; i < measured.length; i++) {
            tally.calibrator(new BigDecimal(LEVELS[i]), new BigDecimal(measured[i]));
        }
    }

    private static void controls(RunTally tally, String... controls) {
        for (String control : controls) {
            int blank = control.indexOf(' ');
            tally.control(new BigDecimal(control.substring(0, blank)), new BigDecimal(control.substring(blank + 1)));
        }
    }

    private static Runs rules(boolean acceptsWithout) {
        return new Runs(
                "Run",
                "Nominal",
                "Conc",
                new When(Map.of("Type", Set.of("STD"))),
                When.ALWAYS,
                new When(Map.of("Type", Set.of("QC"))),
                acceptsWithout,
                BigDecimal.valueOf(20),
                BigDecimal.valueOf(25),
                6,
                new Share(75, 100),
                new Share(2, 3),
                new Share(50, 100));
    }
}
