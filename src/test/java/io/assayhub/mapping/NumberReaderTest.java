package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReaderTest {
    private final NumberReader point = new NumberReader('.');
    private final NumberReader comma = new NumberReader(',');

    @ParameterizedTest
    @CsvSource({
        "12.40,12.40",
        "0,0",
        "-0.5,-0.5",
        "+5,5",
        ".5,0.5",
        "5.,5",
        "007,7",
        "1e-3,0.001",
        "1.50E+2,150",
        "1e30,1E+30"
    })
    void keepsTheDigitsOfANumber(String text, BigDecimal number) {
        assertThat(point.read(text).toPlainString()).isEqualTo(number.toPlainString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"12,40;12.40", "-0,5;-0.5", ",5;0.5", "1,5e-3;0.0015", "7;7"})
    void readsTheDecimalCommaOfAFeedThatStatesIt(String text, String number) {
        assertThat(comma.read(text).toPlainString()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e31",
                "1e-31",
                "1e0000030",
                "1e999999999",
                "NaN",
                "Infinity",
                "0x1F",
                "1f",
                "1d",
                "1,5",
                "1.2.3",
                "1 000",
                " 1",
                "1 ",
                "1_000",
                "--1",
                "1-",
                "\u0661\u0662",
                "\uFF11",
                "12345678901234567890123456789012345678901"
            })
    void readsNothingElse(String text) {
        assertThat(point.read(text)).isNull();
    }

    @Test
    void theOtherDecimalSignIsNotGuessed() {
        assertThat(comma.read("1.5")).isNull();
        assertThat(comma.read("1.234,5")).isNull();
        assertThat(point.read("1,234.5")).isNull();
    }

    @Test
    void neverThrowsOnArbitraryTextAndAgreesWithBigDecimalWhereItReads() {
        Random random = new Random(11);
        String alphabet = "0123456789.,+-eE <\u0660";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(9); k > 0; k--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            BigDecimal number = point.read(text.toString());
            if (number != null) {
                assertThat(number).isEqualTo(new BigDecimal(text.toString()));
            }
        }
    }
}
