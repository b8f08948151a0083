package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.SpecimenListConfig.Column;
import io.assayhub.config.SpecimenListConfig.Field;
import io.assayhub.config.SpecimenListConfig.Statuses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecimenListConfigTest {
    private static final String LIST = """
            specimens: edc
            title: Of our EDC
            format: { csv: { delimiter: ";", skip: 2 } }
            study: P003
            missing: [NA]
            columns:
              Subject: { to: subject }
              Visit: { to: visit }
              Number: { to: accession, optional: true }
              Test: { to: assay }
            status: { column: State, values: { done: collected, missed: not-done }, otherwise: planned }
            assays: { PK: pk-concentration }
            """;

    @Test
    void readsEveryKey() {
        Problems problems = new Problems();
        assertThat(read(LIST, problems))
                .contains(new SpecimenListConfig(
                        LIST,
                        "edc",
                        "Of our EDC",
                        new TextTable(StandardCharsets.UTF_8, ';', 64 * 1024, 2),
                        Optional.of("P003"),
                        Map.of(
                                Field.SUBJECT,
                                new Column("Subject", false),
                                Field.VISIT,
                                new Column("Visit", false),
                                Field.ACCESSION,
                                new Column("Number", true),
                                Field.ASSAY,
                                new Column("Test", false)),
                        Optional.of(
                                new Statuses("State", Map.of("done", "collected", "missed", "not-done"), "planned")),
                        Map.of("PK", "pk-concentration"),
                        Set.of("NA")));
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "study: P003                  | '# no study'               | columns: the study has to be either a column or 'study'",
                "Visit: { to: visit }         | Visit: { to: specimen }    | columns: no column is the visit",
                "Number: { to: accession      | Number: { to: visit        | columns.Number: 'visit' is column 'Visit' already",
                "pk-concentration             | pk-concentrations          | did you mean 'pk-concentration'?",
                "'assays: { PK: pk-concentration }' | 'missing2: [x]'        | assays",
                "Test: { to: assay }          | 'Test: { to: specimen }'   | assays: no column is the assay",
                "not-done                     | lost                       | 'lost' is not one of",
                "specimens: edc               | specimens: 'a b'           | specimens: has to be letters"
            })
    void saysWhatIsWrongAndWhere(String text, String instead, String problem) {
        Problems problems = new Problems();
        assertThat(LIST).contains(text);
        assertThat(read(LIST.replace(text, instead), problems)).isEmpty();
        assertThat(problems.list()).anyMatch(p -> p.toString().contains(problem));
    }

    private static Optional<SpecimenListConfig> read(String text, Problems problems) {
        return SpecimenListConfig.read(
                text,
                "specimens/edc.yaml",
                Set.of("planned", "collected", "not-done"),
                List.of("pk-concentration", "ada-screening"),
                problems);
    }
}
