package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationReaderTest {
    private final DurationReader durations = new DurationReader(new NumberReader('.'));

    @ParameterizedTest
    @CsvSource({
        "PT0.17H,0.17",
        "PT0.5H,0.5",
        "-PT15M,-0.25",
        "PT15M,0.25",
        "P1DT12H,36",
        "P1D,24",
        "P2W,336",
        "PT1H30M,1.5",
        "PT90S,0.025",
        "PT0H,0",
        "24,24",
        "-0.5,-0.5",
        "0.083,0.083"
    })
    void readsHours(String text, BigDecimal hours) {
        assertThat(durations.read(text)).isEqualByComparingTo(hours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "-P",
                "P1DT",
                "T1H",
                "1H",
                "PT1",
                "P1H",
                "PT1D",
                "P1Y",
                "P1M",
                "PT1,5H",
                "PT-1H",
                "+PT1H",
                "PT1H ",
                "pt1h",
                "PT1M1H",
                "24 h",
                "PT9999999H"
            })
    void readsNothingElse(String text) {
        assertThat(durations.read(text)).isNull();
    }
}
