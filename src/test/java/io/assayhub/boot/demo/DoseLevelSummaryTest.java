package io.assayhub.boot.demo;

import static io.assayhub.boot.demo.StudyObservations.effectorMemory;
import static io.assayhub.boot.demo.StudyObservations.observation;
import static io.assayhub.boot.demo.StudyObservations.plannedPlasma;
import static io.assayhub.boot.demo.StudyObservations.plasma;
import static io.assayhub.boot.demo.StudyObservations.quantity;
import static io.assayhub.boot.demo.StudyObservations.tier;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoseLevelSummaryTest {

    private static final String A = "P003-01-0001";
    private static final String B = "P003-01-0002";
    private static final Map<String, String> LEVELS = Map.of(A, "6.250", B, "6.250");
    private static final String BELOW = quantity("<", "1.00", "ng/mL");

    @Test
    void handMadeObservationsGiveHandComputedFigures() {
        List<DoseLevelRow> rows = DoseLevelSummary.fromObservations(
                List.of(
                        plasma(A, 1, "PRE", BELOW),
                        plasma(A, 1, "1H", ngPerMl("10.0")),
                        plasma(A, 1, "2H", ngPerMl("12.4")),
                        plasma(A, 1, "4H", ngPerMl("6.0")),
                        plasma(A, 1, "8H", BELOW),
                        plasma(A, 6, "1H", ngPerMl("150")),
                        plasma(B, 1, "PRE", BELOW),
                        plasma(B, 1, "1H", ngPerMl("20.0")),
                        plasma(B, 1, "2H", ngPerMl("30.5")),
                        tier(A, "SCREEN", true),
                        tier(A, "CONFIRM", true),
                        tier(B, "SCREEN", true),
                        tier(B, "CONFIRM", false),
                        effectorMemory(A, "Baseline", "24.1"),
                        effectorMemory(A, "Day 29", "40.0"),
                        effectorMemory(A, "Day 85", "31.2"),
                        effectorMemory(B, "Baseline", "20.0"),
                        effectorMemory(B, "Day 29", "22.4")),
                LEVELS);

        // A: 0.5*10 + 0.5*(10+12.4) + 0.5*2*(12.4+6) = 5 + 11.2 + 18.4 = 34.6; B: 10 + 25.25 = 35.25
        assertThat(rows)
                .containsExactly(new DoseLevelRow(
                        "6.250",
                        2,
                        Optional.of(new BigDecimal("21.45")),
                        Optional.of(new BigDecimal("34.925")),
                        1,
                        2,
                        Optional.of(new BigDecimal("4.75"))));
    }

    @Test
    void belowTheLimitIsZeroBeforeTheFirstAmountAndDroppedAfterIt() {
        DoseLevelRow row = only(
                plasma(A, 1, "PRE", BELOW),
                plasma(A, 1, "1H", BELOW),
                plasma(A, 1, "2H", ngPerMl("4.00")),
                plasma(A, 1, "4H", BELOW),
                plasma(A, 1, "8H", ngPerMl("2.00")),
                plasma(A, 1, "24H", BELOW));

        // 0 + 0.5*4*1 + 0.5*(4+2)*6
        assertThat(row.medianAuc()).contains(new BigDecimal("2E+1"));
        assertThat(row.medianCmax()).contains(new BigDecimal("4"));
    }

    @Test
    void profileBelowTheLimitThroughoutHasNoExposureButCounts() {
        DoseLevelRow row = only(
                plasma(A, 1, "1H", BELOW),
                plasma(A, 1, "2H", "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"BLQ\"}]}"));

        assertThat(row.medianCmax()).contains(BigDecimal.ZERO);
        assertThat(row.medianAuc()).contains(BigDecimal.ZERO);
    }

    @Test
    void aboveTheLimitCountsAsTheLimit() {
        DoseLevelRow row = only(plasma(A, 1, "1H", ngPerMl("150")), plasma(A, 1, "2H", quantity(">", "200", "ng/mL")));

        assertThat(row.medianCmax()).contains(new BigDecimal("2E+2"));
        assertThat(row.medianAuc()).contains(new BigDecimal("175"));
    }

    @Test
    void takesPlannedHoursFromTheElapsedTimeWhenItIsThere() {
        String oneDay = ",{\"url\":\"elapsed\",\"valueDuration\":{\"value\":1,\"unit\":\"d\",\"code\":\"d\"}}";
        DoseLevelRow row = only(
                plasma(A, 1, "PRE", ngPerMl("1.00")),
                observation(A, "IMP321", ngPerMl("3.00"), plannedPlasma(1, "day after", oneDay)));

        assertThat(row.medianAuc()).contains(new BigDecimal("48"));
    }

    @Test
    void takesTheInjectionFromTheVisitNumberWhenTheVisitDoesNotSayIt() {
        String visitNumber = "{\"url\":\"https://example.org/planned-timepoint\",\"extension\":["
                + "{\"url\":\"visitNum\",\"valueDecimal\":1.0},{\"url\":\"tpt\",\"valueString\":\"1H\"}]}";

        assertThat(only(observation(A, "IMP321", ngPerMl("3.10"), visitNumber)).medianCmax())
                .contains(new BigDecimal("3.1"));
    }

    @Test
    void leavesOutWhatHasNoValueOrWasEnteredInError() {
        String planned = plannedPlasma(1, "1H", "");
        List<DoseLevelRow> rows = DoseLevelSummary.fromObservations(
                List.of(
                        observation("entered-in-error", A, "IMP321", ngPerMl("99.0"), planned),
                        observation("cancelled", A, "IMP321", "\"dataAbsentReason\":{}", planned),
                        observation("corrected", B, "IMP321", ngPerMl("5.00"), planned)),
                LEVELS);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.subjects()).isEqualTo(1);
            assertThat(row.medianCmax()).contains(new BigDecimal("5"));
        });
    }

    @Test
    void neverAddsNumbersOfAnotherUnit() {
        DoseLevelRow row = only(
                plasma(A, 1, "1H", ngPerMl("5.00")),
                plasma(A, 1, "2H", quantity("", "5000", "pg/mL")),
                effectorMemory(A, "Baseline", "20.0"));

        assertThat(row.medianCmax()).contains(new BigDecimal("5"));
        assertThat(row.medianEffectorMemoryChange()).isEmpty();
    }

    @Test
    void showsASubjectThatNobodyNamedUnderAnUnknownLevel() {
        List<DoseLevelRow> rows =
                DoseLevelSummary.fromObservations(List.of(tier("P003-01-0099", "SCREEN", false)), LEVELS);

        assertThat(rows).extracting(DoseLevelRow::doseLevel).containsExactly("6.250", DoseLevelSummary.UNKNOWN_LEVEL);
        assertThat(rows.get(0).subjects()).isZero();
        assertThat(rows.get(1).adaTested()).isEqualTo(1);
    }

    @Test
    void studyAndItsObservationsInAnyOrderGiveTheSameRows() {
        for (int seed = 1; seed <= 20; seed++) {
            SyntheticStudy study = SyntheticStudy.generate(seed);
            List<JsonNode> observations = new ArrayList<>(StudyObservations.of(study));
            Collections.shuffle(observations, new Random(seed));

            List<DoseLevelRow> topics = DoseLevelSummary.fromObservations(observations, study.doseLevelBySubject());

            assertThat(topics).isEqualTo(DoseLevelSummary.fromStudy(study));
            assertThat(topics)
                    .extracting(DoseLevelRow::doseLevel)
                    .containsExactly("0.050", "0.250", "1.250", "6.250", "30.000");
            assertThat(topics).extracting(DoseLevelRow::subjects).containsExactly(4, 4, 4, 4, 5);
        }
    }

    @Test
    void tableIsLabelledNarrowAndTicksEveryEqualFigure() {
        List<DoseLevelRow> rows = DoseLevelSummary.fromStudy(SyntheticStudy.generate(42));

        List<String> lines = DoseLevelSummary.render(rows, rows).lines().toList();

        assertThat(lines.get(0)).startsWith("SYNTHETIC DATA, study P003").contains("not the trial's values");
        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines.subList(3, lines.size())).hasSize(25).allMatch(line -> line.endsWith("  \u2713"));
        assertThat(lines.get(4)).contains("Median Cmax, injection 1 (ng/mL)").contains("BLQ");
        assertThat(lines.get(26)).contains("ADA confirmed positive / tested").contains("1/5");
    }

    @Test
    void changedValueShowsDiffersOnItsFiguresOnly() {
        SyntheticStudy study = SyntheticStudy.generate(42);
        List<JsonNode> observations = new ArrayList<>(StudyObservations.of(study));
        String subject = study.subjects().get(20).number();
        observations.add(tier(subject, "CONFIRM", true));
        List<DoseLevelRow> truth = DoseLevelSummary.fromStudy(study);

        List<DoseLevelRow> topics = DoseLevelSummary.fromObservations(observations, study.doseLevelBySubject());

        assertThat(DoseLevelSummary.render(truth, topics).lines().filter(line -> line.endsWith("differs")))
                .singleElement()
                .asString()
                .matches("\\s+ADA confirmed positive / tested\\s+1/5\\s+2/5\\s+differs");
    }

    @Test
    void uncorrectedResultsOfTheSecondBatchShow() {
        SyntheticStudy study = SyntheticStudy.generate(42);
        Map<String, Concentration> first = study.firstReportedByAccession();
        SyntheticStudy uncorrected = new SyntheticStudy(
                study.seed(),
                study.subjects(),
                study.injections(),
                study.pk().stream()
                        .map(s -> new SyntheticStudy.PkSample(
                                s.accession(),
                                s.subject(),
                                s.injection(),
                                s.timePoint(),
                                s.elapsedHours(),
                                s.doseTime(),
                                s.drawn(),
                                s.batch(),
                                s.dilution(),
                                first.getOrDefault(s.accession(), s.result())))
                        .toList(),
                List.of(),
                study.ada(),
                study.cells());

        String table = DoseLevelSummary.render(
                DoseLevelSummary.fromStudy(study),
                DoseLevelSummary.fromObservations(StudyObservations.of(uncorrected), study.doseLevelBySubject()));

        assertThat(table.lines().filter(line -> line.endsWith("differs")))
                .hasSize(2)
                .anyMatch(line -> line.contains("Median Cmax"))
                .anyMatch(line -> line.contains("Median AUC"));
    }

    @Test
    void differenceThatRoundingWouldHideStillDiffers() {
        DoseLevelRow exact = row("12.401");
        DoseLevelRow other = row("12.402");

        assertThat(DoseLevelSummary.render(List.of(exact), List.of(other)).lines())
                .filteredOn(line -> line.endsWith("differs"))
                .singleElement()
                .asString()
                .containsPattern("12\\.40\\s+12\\.40 ");
        assertThat(row("12.40")).isEqualTo(row("12.4"));
    }

    @Test
    void levelThatOnlyOneSideHasDiffersInEveryFigureThatIsThere() {
        assertThat(DoseLevelSummary.render(List.of(), List.of(row("1"))).lines().skip(3))
                .allMatch(line -> line.endsWith("differs"));
    }

    private static DoseLevelRow row(String cmax) {
        return new DoseLevelRow(
                "0.050", 1, Optional.of(new BigDecimal(cmax)), Optional.empty(), 0, 0, Optional.empty());
    }

    private static DoseLevelRow only(JsonNode... observations) {
        List<DoseLevelRow> rows = DoseLevelSummary.fromObservations(List.of(observations), Map.of(A, "6.250"));
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static String ngPerMl(String value) {
        return quantity("", value, "ng/mL");
    }
}
