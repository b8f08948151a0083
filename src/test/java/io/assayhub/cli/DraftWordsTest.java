package io.assayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.Meaning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name",
                "Patient Name",
                "PatientName",
                "Subject Initials",
                "Nom",
                "Prénom",
                "DOB",
                "BRTHDTC",
                "Birth Date",
                "Geburtsdatum",
                "Date de naissance",
                "Phone No",
                "E-Mail",
                "MRN",
                "Operator",
                "Analyst ID",
                "Analysed By",
                "RACE",
                "Investigator",
                "Adresse"
            })
    void keepsBackWhatLooksLikeAPerson(String header) {
        assertThat(DraftWords.isPerson(DraftWords.normal(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject",
                "Patient No",
                "Patienten-Nr",
                "Analyte Name",
                "Test Name",
                "Visit Name",
                "Sample Name",
                "Lab Name",
                "Initial Result",
                "Nom de l'analyte",
                "Concentration",
                "USUBJID"
            })
    void letsThroughWhatNamesAThing(String header) {
        assertThat(DraftWords.isPerson(DraftWords.normal(header))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Subject ID, SUBJECT",
        "SubjectID, SUBJECT",
        "Sujet, SUBJECT",
        "N° échantillon, SPECIMEN_ACCESSION",
        "Sample Barcode, SPECIMEN_ACCESSION",
        "Sample, SPECIMEN_ACCESSION",
        "Sample Type, SPECIMEN_TYPE",
        "Sample Date, SPECIMEN_COLLECTED",
        "Date of Collection, SPECIMEN_COLLECTED",
        "Collection Date/Time, SPECIMEN_COLLECTED",
        "Prélèvement, SPECIMEN_COLLECTED",
        "Entnahmedatum, SPECIMEN_COLLECTED",
        "Date Received, SPECIMEN_RECEIVED",
        "Dose Date, TIMEPOINT_REFERENCE_TIME",
        "Analysis Date, ANALYSED",
        "Reported Concentration, MEASUREMENT",
        "Konzentration, MEASUREMENT",
        "Résultat, MEASUREMENT",
        "Lower Limit of Quantification, LOWER_LIMIT",
        "ULOQ, UPPER_LIMIT",
        "Dilution Factor, DILUTION",
        "Verdünnung, DILUTION",
        "Run ID, RUN",
        "Plate No., PLATE",
        "Test Code, ANALYTE",
        "Matrice, SPECIMEN_TYPE",
        "Protocol No, STUDY",
    })
    void knowsHeadersInThreeLanguages(String header, Meaning meaning) {
        assertThat(DraftHeaders.suggestions(header, DraftWords.normal(header), Optional.empty()))
                .first()
                .extracting(DraftHeaders.Suggestion::meaning)
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "LBTESTCD, ANALYTE",
        "LBORRES, MEASUREMENT",
        "LBRFTDTC, TIMEPOINT_REFERENCE_TIME",
        "LBDTC, SPECIMEN_COLLECTED",
        "USUBJID, SUBJECT",
    })
    void knowsTheVariablesOfAnSdtmDomain(String header, Meaning meaning) {
        Optional<String> domain = DraftHeaders.sdtmDomain(List.of("STUDYID", "LBTESTCD"));
        assertThat(domain).contains("LB");
        assertThat(DraftHeaders.suggestions(header, DraftWords.normal(header), domain))
                .extracting(DraftHeaders.Suggestion::meaning)
                .containsExactly(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "'<LLOQ', below-limit",
        "bql, below-limit",
        "AQL, above-limit",
        "QNS, not-done",
        "POS, positive",
        "Négatif, negative",
        "INCONCLUSIVE, indeterminate",
        "pending, pending"
    })
    void sortsResultWords(String word, String kind) {
        assertThat(DraftWords.tokenKind(word)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.5", "<1.40", "trace", "see comment", ""})
    void leavesOtherResultWordsUndecided(String word) {
        assertThat(DraftWords.tokenKind(word)).isEmpty();
    }
}
