package io.assayhub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.console.Readings.ResultRow;
import java.math.BigDecimal;
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
}
