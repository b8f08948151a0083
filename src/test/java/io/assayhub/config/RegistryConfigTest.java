package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.RegistryConfig.Column;
import io.assayhub.config.RegistryConfig.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {
    private static final Set<String> STATUSES = Set.of("on-study", "ineligible");
    private static final String GOOD = """
            registry: edc
            title: Subjects of the EDC
            format: { csv: { charset: ISO-8859-1, delimiter: ";", max-row: 2048, skip: 1 } }
            study: P003
            columns:
              Number: { to: subject }
              Former: { to: alias, optional: true }
            status: { column: State, values: { failed: ineligible }, otherwise: on-study }
            missing: [NA]
            identifying: [Initials, Born]
            """;

    @Test
    void readsEveryKey() {
        Problems problems = new Problems();
        RegistryConfig registry = RegistryConfig.read(GOOD, "registries/edc.yaml", STATUSES, problems)
                .orElseThrow();
        assertThat(problems.list()).isEmpty();
        assertThat(registry)
                .isEqualTo(new RegistryConfig(
                        GOOD,
                        "edc",
                        new TextTable(StandardCharsets.ISO_8859_1, ';', 2048, 1),
                        java.util.Optional.of("P003"),
                        java.util.List.of(
                                new Column("Number", Field.SUBJECT, false), new Column("Former", Field.ALIAS, true)),
                        new RegistryConfig.Status("State", Map.of("failed", "ineligible"), "on-study"),
                        Set.of("NA"),
                        Set.of("Initials", "Born")));
    }

    @Test
    void aStatusMayBeTheSameForAll() {
        String text = GOOD.replaceFirst("status: .*", "status: on-study");
        assertThat(RegistryConfig.read(text, "registries/edc.yaml", STATUSES, new Problems())
                        .orElseThrow()
                        .status())
                .isEqualTo(new RegistryConfig.Status(null, Map.of(), "on-study"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "registry: edc         | registry: ecd          | registries/edc.yaml:1: registry: the file has to be named ecd.yaml",
                "registry: edc         | registry: e d          | registries/edc.yaml:1: registry: has to be letters, digits",
                "study: P003           | study: P 3             | registries/edc.yaml:4: study: has to be letters, digits",
                "study: P003           | std: P003              | registries/edc.yaml:5: columns: the study has to be either a column or 'study'",
                "{ to: subject }       | { to: site }           | registries/edc.yaml:5: columns: no column is the subject",
                "{ to: subject }       | { to: birthday }       | registries/edc.yaml:6: columns.Number.to: 'birthday' is not one of alias",
                "{ to: alias,          | { to: subject,         | registries/edc.yaml:7: columns.Former: 'subject' is column 'Number' already",
                "failed: ineligible    | failed: gone           | registries/edc.yaml:8: status.values.failed: 'gone' is not one of ineligible, on-study",
                "otherwise: on-study   | otherwise: x           | registries/edc.yaml:8: status.otherwise: 'x' is not one of",
                "[Initials, Born]      | [Number]               | registries/edc.yaml:10: identifying[0]: is read as a column",
                "missing:              | mising:                | registries/edc.yaml:9: mising: is not known here, did you mean 'missing'?"
            })
    void everyMistakeIsToldWithItsPlace(String before, String after, String problem) {
        Problems problems = new Problems();
        String text = GOOD.replace(before, after);
        assertThat(RegistryConfig.read(text, "registries/edc.yaml", STATUSES, problems))
                .isEmpty();
        assertThat(problems.list()).extracting(Problem::toString).anyMatch(p -> p.startsWith(problem));
    }
}
