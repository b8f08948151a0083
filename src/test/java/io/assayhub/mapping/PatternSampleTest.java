package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSampleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Rows,(?<count>\\d+)                          ~ Rows,0",
                "(?i)P003-(?<site>\\d{2})-(?<number>\\d{4})   ~ P003-00-0000",
                "(?<a>[A-Z]{2}\\d{5})/(?<v>C\\d+)/(?:PRE|\\dH) ~ AA00000/C0/PRE",
                "(Total|Legend)\\b.*                          ~ Total",
                "Result \\(.*\\)                              ~ Result (0)",
                "\\Qa.b\\E[^0-9]?                             ~ a.bA",
                "\\p{Lu}x{2,3}                                ~ Axx",
            })
    void isWhatTheWholeExpressionMatches(String pattern, String text) {
        assertThat(PatternSample.of(Pattern.compile(pattern), 0, group -> null)).contains(text);
    }

    @Test
    void anotherVariantIsAnotherText() {
        assertThat(PatternSample.of(Pattern.compile("[A-C]\\d{2}"), 1, group -> null))
                .contains("B11");
    }

    @Test
    void aNamedGroupTakesTheTextItIsGiven() {
        assertThat(PatternSample.of(
                        Pattern.compile("Rows,(?<count>\\d+)"), 0, group -> group.equals("count") ? "17" : null))
                .contains("Rows,17");
    }

    @Test
    void whatItCannotMakeIsEmptyAndNeverWrong() {
        Optional<String> sample = PatternSample.of(Pattern.compile("(?=.*X)[A-C]+"), 0, group -> null);
        assertThat(sample).isEmpty();
    }
}
