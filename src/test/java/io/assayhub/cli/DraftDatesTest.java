package io.assayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftDatesTest {
    @ParameterizedTest
    @CsvSource({
        "31-Jan-2024 08:05, dd-MMM-yyyy HH:mm",
        "31JAN2024, ddMMMyyyy",
        "31JAN2024:08:05, ddMMMyyyy:HH:mm",
        "31/01/2024 08:05:59, dd/MM/yyyy HH:mm:ss",
        "01/31/2024, MM/dd/yyyy",
        "31.01.2024, dd.MM.yyyy",
        "20240131, yyyyMMdd",
        "2024-01-31 08:05, yyyy-MM-dd HH:mm",
    })
    void findsTheFormatOfADate(String text, String pattern) {
        assertThat(DraftDates.find(Map.of(text, 1))).contains(new DraftDates.Found(pattern, null, 0));
    }

    @ParameterizedTest
    @CsvSource({"2024-01-31", "2024-01", "2024-01-31T08:05", "2024-01-31T08:05:30Z", "2024-01-31T08:05+01:00"})
    void iso8601NeedsNoFormat(String text) {
        assertThat(DraftDates.find(Map.of(text, 1))).contains(new DraftDates.Found(null, null, 0));
    }

    @ParameterizedTest
    @CsvSource({"12-JAN-06", "1/2/2024", "2024", "32.01.2024", "08:05", "12.5", "P003-01-0001"})
    void leavesAloneWhatNoFeedReads(String text) {
        assertThat(DraftDates.find(Map.of(text, 1))).isEmpty();
    }

    @Test
    void tellsThatDayAndMonthCouldBeEitherWay() {
        assertThat(DraftDates.find(Map.of("01/02/2024", 3)))
                .contains(new DraftDates.Found("dd/MM/yyyy", "MM/dd/yyyy", 0));
        assertThat(DraftDates.find(Map.of("01/02/2024", 3, "13/02/2024", 1)))
                .contains(new DraftDates.Found("dd/MM/yyyy", null, 0));
    }

    @Test
    void toleratesOneOddCellInTwenty() {
        assertThat(DraftDates.find(Map.of("31.01.2024", 19, "soon", 1)))
                .contains(new DraftDates.Found("dd.MM.yyyy", null, 1));
        assertThat(DraftDates.find(Map.of("31.01.2024", 18, "soon", 1))).isEmpty();
    }
}
