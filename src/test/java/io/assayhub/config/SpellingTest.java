package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> WORDS = List.of("zone", "subject", "specimen.accession", "units", "unit");

    @ParameterizedTest
    @CsvSource({
        "zoen,zone",
        "ZONE,zone",
        "zon,zone",
        "zonee,zone",
        "sbuject,subject",
        "subjekt,subject",
        "specimen.acession,specimen.accession",
        "unit,unit",
        "unites,units"
    })
    void findsTheNearestWord(String word, String meant) {
        assertThat(Spelling.hint(word, WORDS)).isEqualTo(", did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({"house", "x", "accession", "''"})
    void saysNothingWhenNoneIsNear(String word) {
        assertThat(Spelling.hint(word, WORDS)).isEmpty();
    }

    @Test
    void doesNotDependOnTheOrderOfTheWords() {
        assertThat(Spelling.hint("abx", List.of("abz", "aby"))).isEqualTo(Spelling.hint("abx", List.of("aby", "abz")));
    }
}
