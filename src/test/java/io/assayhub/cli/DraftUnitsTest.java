package io.assayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftUnitsTest {
    private static final DraftUnits UNITS = new DraftUnits();

    @ParameterizedTest
    @CsvSource({
        "ng/mL, ng/mL",
        "ng/ml, ng/mL",
        "NG/ML, ng/mL",
        "mcg/mL, ug/mL",
        "\u00b5g/mL, ug/mL",
        "mg/l, mg/L",
        "% of CD8+, %",
        "cells/uL, {cells}/uL",
        "SFC/10^6 PBMC, {SFC}/10*6{PBMC}",
        "titer, {titer}",
        "IU/mL, [IU]/mL",
        "AU/mL, [arb'U]/mL",
        "nmol/L, nmol/L",
    })
    void respellsWhatLaboratoriesWrite(String sent, String ucum) {
        assertThat(UNITS.ucumOf(sent)).contains(ucum);
    }

    @ParameterizedTest
    @CsvSource({"ELISA unit", "n=3", "''", "12", "<CHANGE-ME>"})
    void guessesNothingElse(String sent) {
        assertThat(UNITS.ucumOf(sent)).isEmpty();
    }
}
