package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UcumUnitsTest {
    private static final UcumUnits UCUM = new UcumUnits();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ng/mL, ug/mL, true",
                "ng/mL, ng/mL, true",
                "ng/mL, nmol/L, false",
                "ng/mL, %, false",
                "{cells}/uL, 10*6/L, true",
                "{cells}/uL, %, false",
                "%, 1, true",
                "{titer}, {titer}, true",
                "{titer}, %, false",
                "{titer}, 1, false",
                "{SFC}/10*6{PBMC}, {SFC}/10*6{cells}, true",
                "{SFC}/10*6{PBMC}, %, false",
                "[arb'U]/mL, [arb'U]/mL, true",
                "[arb'U]/mL, [IU]/mL, false",
                "[arb'U]/mL, /mL, false",
                "[IU]/mL, m[IU]/mL, true",
                "nothing, nothing, false",
                "ng/mL, nothing, false"
            })
    void comparesOnlyWhatMeasuresTheSame(String one, String other, boolean expected) {
        assertThat(UCUM.isComparable(one, other)).isEqualTo(expected);
        assertThat(UCUM.isComparable(other, one)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mP521", "m99999999999999999999", "m20.s20.g20.L20", "10*900/L"})
    void isNoUnitWhoseExponentsNobodyMeasuresIn(String text) {
        assertThat(UCUM.isUnit(text)).isFalse();
        assertThat(UCUM.isComparable(text, "ng/mL")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10*12/L", "10*-9.mol", "m2", "s-1", "kg.m2.s-2", "100000.{cells}/mL", "[IU]/L", "10^23"})
    void isAUnitWithTheExponentsThatAreInUse(String text) {
        assertThat(UCUM.isUnit(text)).isTrue();
    }

    @Test
    void convertsInDecimal() {
        assertThat(UCUM.factor("ug/mL", "ng/mL"))
                .get()
                .satisfies(f -> assertThat(f).isEqualByComparingTo("1000"));
        assertThat(UCUM.factor("pg/mL", "ng/mL"))
                .get()
                .satisfies(f -> assertThat(f).isEqualByComparingTo("0.001"));
        assertThat(UCUM.factor("ng/mL", "ng/mL")).contains(BigDecimal.ONE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{titer}, %",
                "{titer}, 10*2{titer}",
                "10*2{titer}, {titer}",
                "[IU]/mL, m[IU]/mL",
                "Cel, K",
                "ng/mL, ug"
            })
    void convertsNoTitersNoArbitraryUnitsAndNothingThatIsShifted(String from, String to) {
        assertThat(UCUM.factor(from, to)).isEmpty();
    }
}
