package io.assayhub.boot.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.demo.Concentration.AboveLimit;
import io.assayhub.boot.demo.Concentration.Quantified;
import io.assayhub.boot.demo.SyntheticStudy.AdaSample;
import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import io.assayhub.boot.demo.SyntheticStudy.Injection;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticStudyTest {

    private static final List<String> LOW_DOSES = List.of("0.050", "0.250", "1.250");

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 40);
    }

    @Test
    void sameSeedGivesTheSameStudy() {
        assertThat(SyntheticStudy.generate(42)).isEqualTo(SyntheticStudy.generate(42));
        assertThat(SyntheticStudy.generate(42)).isNotEqualTo(SyntheticStudy.generate(43));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hasTwentyOneSubjectsInFiveDoseLevelsAnd119Injections(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        assertThat(study.subjects())
                .extracting(Subject::number)
                .hasSize(21)
                .startsWith("P003-01-0001", "P003-01-0002")
                .endsWith("P003-01-0021")
                .doesNotHaveDuplicates();
        assertThat(study.subjects())
                .extracting(Subject::doseMg)
                .containsSequence("0.050", "0.050", "0.050", "0.050", "0.250", "0.250", "0.250", "0.250", "1.250")
                .containsSequence("6.250", "6.250", "6.250", "6.250", "30.000", "30.000", "30.000", "30.000", "30.000")
                .isSortedAccordingTo((a, b) -> new BigDecimal(a).compareTo(new BigDecimal(b)));
        assertThat(study.injections()).hasSize(119);
        assertThat(study.subjects())
                .extracting(Subject::enrolled)
                .isSorted()
                .allMatch(day -> day.isAfter(LocalDate.of(2005, 12, 31)) && day.isBefore(LocalDate.of(2008, 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesInjectionsEveryFourteenDaysUntilASubjectStops(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        for (Subject subject : study.subjects()) {
            List<Injection> given = study.injections().stream()
                    .filter(i -> i.subject().equals(subject.number()))
                    .toList();
            assertThat(given)
                    .extracting(Injection::number)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, subject.injectionsGiven())
                            .boxed()
                            .toList());
            assertThat(given)
                    .allMatch(i ->
                            i.given().toLocalDate().equals(subject.enrolled().plusDays(14L * (i.number() - 1))));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void samplesPlasmaAfterTheFirstAndTheLastInjectionGiven(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        for (Subject subject : study.subjects()) {
            assertThat(study.pk().stream().filter(s -> s.subject().equals(subject.number())))
                    .hasSize(18)
                    .filteredOn(s -> s.injection() == subject.injectionsGiven())
                    .extracting(PkSample::timePoint)
                    .containsExactly("PRE", "1H", "2H", "4H", "8H", "24H", "48H", "96H", "168H");
        }
        assertThat(study.pk()).extracting(PkSample::accession).doesNotHaveDuplicates();
        assertThat(study.ada()).extracting(AdaSample::accession).doesNotHaveDuplicates();
        assertThat(study.cells()).extracting(CellSample::accession).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void quantifiesOnlyBetweenTheLimitsTimesDilution(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        for (PkSample sample : study.pk()) {
            BigDecimal factor = BigDecimal.valueOf(sample.dilution());
            if (sample.result() instanceof Quantified quantified) {
                assertThat(quantified.value())
                        .isBetween(SyntheticStudy.PK_LLOQ.multiply(factor), SyntheticStudy.PK_ULOQ.multiply(factor));
            }
            if (sample.result() instanceof AboveLimit above) {
                assertThat(above.limit()).isEqualByComparingTo(SyntheticStudy.PK_ULOQ.multiply(factor));
            }
            assertThat(sample.result().measured()).isEqualTo(sample.drawn().isPresent());
        }
        assertThat(study.pk())
                .filteredOn(s -> "0.050".equals(study.doseLevelBySubject().get(s.subject())))
                .extracting(s -> s.result().printed())
                .isSubsetOf("BQL", "NS");
        assertThat(study.pk()).extracting(PkSample::dilution).contains(1, 10);
        assertThat(study.pk()).extracting(s -> s.result().printed()).contains("NS");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingHappensInAnHourThatAClockChangeSkipsOrRepeats(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        assertThat(Stream.of(
                                study.injections().stream().map(Injection::given),
                                study.pk().stream().map(PkSample::drawn).flatMap(Optional::stream),
                                study.ada().stream().map(AdaSample::collected),
                                study.cells().stream().map(CellSample::collected))
                        .flatMap(times -> times))
                .allMatch(time -> time.getHour() >= 8 && time.getHour() <= 18);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void correctsSixResultsOfTheSecondBatch(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        assertThat(study.pkCorrections()).hasSize(6).allSatisfy(correction -> {
            PkSample sample = study.pkByAccession().get(correction.accession());
            assertThat(sample.batch()).isEqualTo(2);
            assertThat(correction.firstReported().printed())
                    .isNotEqualTo(sample.result().printed());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void runsEachAntibodyTierOnlyAfterAPositiveOne(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);

        assertThat(study.ada()).allSatisfy(sample -> {
            assertThat(sample.confirmedPositive().isPresent()).isEqualTo(sample.screeningPositive());
            assertThat(sample.titer().isPresent())
                    .isEqualTo(sample.confirmedPositive().orElse(false));
        });
        assertThat(study.ada()).filteredOn(s -> s.titer().isPresent()).isNotEmpty();
        assertThat(study.ada()).filteredOn(s -> "Baseline".equals(s.visit())).allMatch(s -> s.day() == 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void effectorMemoryRisesAboveSixMilligramsOnly(int seed) {
        assertThat(DoseLevelSummary.fromStudy(SyntheticStudy.generate(seed))).allSatisfy(row -> {
            BigDecimal change = row.medianEffectorMemoryChange().orElseThrow();
            if (LOW_DOSES.contains(row.doseLevel())) {
                assertThat(change).isBetween(new BigDecimal("-2"), new BigDecimal("2"));
            } else {
                assertThat(change).isGreaterThan(new BigDecimal("2"));
            }
        });
    }

    @Test
    void printsThreeSignificantDigitsWithoutExponent() {
        assertThat(PlasmaModel.printed(12.44)).hasToString("12.4");
        assertThat(PlasmaModel.printed(1.0)).hasToString("1.00");
        assertThat(PlasmaModel.printed(100)).hasToString("100");
        assertThat(PlasmaModel.printed(1234.5).toPlainString()).isEqualTo("1230");
        assertThat(PlasmaModel.printed(9.996)).hasToString("10.0");
        assertThat(PlasmaModel.printed(0.05)).hasToString("0.0500");
    }
}
