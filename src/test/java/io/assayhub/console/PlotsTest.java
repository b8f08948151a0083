package io.assayhub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.console.Plots.Kind;
import io.assayhub.console.Plots.Mark;
import io.assayhub.console.Readings.ResultRow;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotsTest {
    private static ResultRow concentration(String visit, String hours, String value, String comparator, String status) {
        return new ResultRow(
                "id-" + visit + hours,
                "P003",
                "0101",
                "feed",
                "pk-concentration",
                "IMP321",
                null,
                "ACC",
                "Plasma",
                visit,
                null,
                hours == null ? null : new BigDecimal(hours),
                "2006-03-01T09:00:00+01:00",
                status,
                1,
                value,
                new BigDecimal(value),
                comparator,
                new BigDecimal("1.0"),
                "ng/mL",
                null,
                null,
                "pk");
    }

    @Test
    void drawsALineForEachDoseOverTheHoursAfterIt() {
        List<Plots.Plot> plots = Plots.concentrations(List.of(
                concentration("Injection 1", "0", "1.0", "<", "final"),
                concentration("Injection 1", "4", "22.5", null, "corrected"),
                concentration("Injection 6", "4", "20", null, "final")));
        assertThat(plots).singleElement().satisfies(plot -> {
            assertThat(plot.hours()).isTrue();
            assertThat(plot.limit()).isEqualByComparingTo("1");
            assertThat(plot.series()).extracting(Plots.Series::name).containsExactly("Injection 1", "Injection 6");
            assertThat(plot.series().get(0).x()).containsExactly(new BigDecimal("0"), new BigDecimal("4"));
            assertThat(plot.series().get(0).below()).containsExactly(true, false);
        });
    }

    @Test
    void drawsDatesWhereNoHoursAreKnown() {
        Plots.Plot plot = Plots.concentrations(List.of(concentration("V1", null, "2", null, "final")))
                .get(0);
        assertThat(plot.hours()).isFalse();
        assertThat(plot.series().get(0).x()).containsExactly(BigDecimal.valueOf(1141200000L));
    }

    @Test
    void leavesOutWhatWasEnteredInError() {
        assertThat(Plots.concentrations(List.of(concentration("V1", "1", "2", null, "entered-in-error"))))
                .isEmpty();
    }

    private static ResultRow antibody(String tier, String collected, String value, String number, String said) {
        return new ResultRow(
                "id-" + tier + collected,
                "P003",
                "0101",
                "feed",
                "ada",
                "ADA-IMP321",
                null,
                "ACC",
                "Serum",
                "V",
                null,
                null,
                collected,
                "final",
                1,
                value,
                number == null ? null : new BigDecimal(number),
                value.startsWith("<") ? "<" : null,
                null,
                null,
                said,
                tier,
                "immunogenicity");
    }

    @Test
    void putsTheTiersUnderTheConcentrationsOnTheSameDates() {
        Words words = new Words(Clock.systemUTC());
        List<Plots.Plot> lines = Plots.timeLines(
                List.of(
                        concentration("Injection 1", "4", "22.5", null, "final"),
                        antibody("TITER", "2006-03-01", "< 10 {titer}", "10", null),
                        antibody("NEUTRALISING", "2006-03-01", "absent: error", null, null),
                        antibody("CONFIRM", "2006-03-01", "Indeterminate", null, "IND"),
                        antibody("SCREEN", "2006-03-01", "1.8 {ratio}", "1.8", "POS"),
                        antibody("SCREEN", "2006-04-01", "Negative", null, "NEG")),
                words);
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.hours()).isFalse();
            assertThat(line.series()).singleElement().satisfies(s -> {
                assertThat(s.name()).isEqualTo("Injection 1");
                assertThat(s.x()).containsExactly(BigDecimal.valueOf(1141200000L));
            });
            assertThat(line.tiers())
                    .extracting(Plots.Tier::name)
                    .containsExactly("Screening", "Confirmatory", "Titer", "Neutralising");
            BigDecimal march = BigDecimal.valueOf(1141171200L);
            assertThat(line.tiers().get(0).marks())
                    .containsExactly(
                            new Mark(march, Kind.POSITIVE, "", "Screening, 2006-03-01: positive (1.8 ratio)"),
                            new Mark(
                                    BigDecimal.valueOf(1143849600L),
                                    Kind.NEGATIVE,
                                    "",
                                    "Screening, 2006-04-01: negative"));
            assertThat(line.tiers().get(1).marks())
                    .containsExactly(new Mark(march, Kind.INCONCLUSIVE, "", "Confirmatory, 2006-03-01: inconclusive"));
            assertThat(line.tiers().get(2).marks())
                    .containsExactly(new Mark(march, Kind.NUMBER, "<10", "Titer, 2006-03-01: < 10 titer"));
            assertThat(line.tiers().get(3).marks())
                    .containsExactly(new Mark(march, Kind.NONE, "", "Neutralising, 2006-03-01: absent: error"));
            assertThat(words.tiers(line))
                    .isEqualTo("Screening: 1 positive, 1 negative; Confirmatory: 1 inconclusive;"
                            + " Titer: 1 with a number; Neutralising: 1 without a result");
        });
    }

    @Test
    void drawsTheTiersAloneWhereThereAreNoConcentrationsAndNothingWithoutTiers() {
        Words words = new Words(Clock.systemUTC());
        assertThat(Plots.timeLines(List.of(antibody("SCREEN", "2006-04", "Negative", null, "NEG")), words))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.series()).isEmpty();
                    assertThat(line.tiers()).hasSize(1);
                });
        assertThat(Plots.timeLines(List.of(concentration("V1", "1", "2", null, "final")), words))
                .isEmpty();
    }
}
