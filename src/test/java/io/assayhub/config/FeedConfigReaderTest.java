package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Column.Other;
import io.assayhub.config.FeedConfig.Column.Presence;
import io.assayhub.config.FeedConfig.Environment;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.Format;
import io.assayhub.config.FeedConfig.Limit;
import io.assayhub.config.FeedConfig.Order;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.Tokens;
import io.assayhub.config.FeedConfig.Transfer;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of a feed file: every key, its default, its bounds, and what is told about each mistake. */
class FeedConfigReaderTest {
    private static final String LEAST = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental }
            zone: unknown
            constants: { study: P003, analyte: IMP321 }
            identity: [study, subject, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample: { to: specimen.accession }
              Result: { to: measurement, unit: ng/mL }
            results:
              - observation: pk-concentration
            """;

    private static final String MOST = """
            feed: lab
            version: 12
            title: A laboratory
            format: { csv: { charset: windows-1252, delimiter: tab, decimal: ",", max-row: 2048, skip: 3 } }
            preamble: { count: 'Rows,(?<count>\\d+)' }
            transfer: { kind: cumulative, accept: per-result, order: { file-name: '(?<order>\\d+)\\.csv' }, reject-limit: 2.5% }
            zone: Europe/Paris
            constants: { study: P003, assay: PK }
            missing: [NA, "."]
            unknown-columns: ignore
            ignore-columns: [Remark, Well]
            identity: [study, subject, analyte, specimen.accession]
            columns:
              Subject: { to: subject, required: true }
              Sample: { to: specimen.accession, optional: true }
              Test: { to: analyte, values: { Drug: IMP321 }, other: keep, system: "{base}/CodeSystem/test" }
              Drawn: { to: specimen.collected, format: dd-MMM-yyyy }
              LLOQ: { to: limits.lower, unit-from: Unit }
            exclude:
              - { when: { Type: [QC, STD], Well: "" }, reason: control }
            tokens:
              below-limit: [BQL]
              above-limit: [AQL]
              not-done: [NS]
              pending: [PEND]
              invalid: [ERR]
              positive: [POS]
              negative: [NEG]
              indeterminate: [IND]
            units: { ng/ml: ng/mL }
            limits: unscaled
            results:
              - observation: pk-concentration
                name: first
                when: { Type: UNK }
                measurement: [quantity, below-limit, above-limit, coded, text, absent]
                columns: { Conc: { to: measurement, unit: ng/mL } }
                constants: { method: ELISA }
            """;

    @Test
    void readsEveryKey() {
        FeedConfig feed = good(MOST);
        assertThat(feed.file()).isEqualTo("feeds/lab.yaml");
        assertThat(feed.digest()).isEqualTo(MOST);
        assertThat(feed.name()).isEqualTo(new FeedName("lab"));
        assertThat(feed.version()).isEqualTo(12);
        assertThat(feed.title()).isEqualTo("A laboratory");
        assertThat(feed.format())
                .isEqualTo(new Format(
                        new Form.Csv('\t', 2048, 3, Optional.empty(), Optional.empty()),
                        Charset.forName("windows-1252"),
                        ',',
                        Set.of()));
        assertThat(feed.preamble().orElseThrow().count().pattern()).isEqualTo("Rows,(?<count>\\d+)");
        assertThat(feed.transfer().kind()).isEqualTo(Transfer.Kind.CUMULATIVE);
        assertThat(feed.transfer().accept()).isEqualTo(Transfer.Accept.PER_RESULT);
        assertThat(feed.transfer().order())
                .isInstanceOfSatisfying(
                        Order.FileName.class,
                        o -> assertThat(o.pattern().pattern()).isEqualTo("(?<order>\\d+)\\.csv"));
        assertThat(feed.transfer().rejectLimitPercent()).isEqualTo(new BigDecimal("2.5"));
        assertThat(feed.zone()).contains(ZoneId.of("Europe/Paris"));
        assertThat(feed.constants()).isEqualTo(Map.of(Meaning.STUDY, "P003", Meaning.ASSAY, "PK"));
        assertThat(feed.missing()).containsExactlyInAnyOrder("na", ".");
        assertThat(feed.refuseUnknownColumns()).isFalse();
        assertThat(feed.ignoredColumns()).containsExactlyInAnyOrder("Remark", "Well");
        assertThat(feed.identity())
                .containsExactly(Meaning.STUDY, Meaning.SUBJECT, Meaning.ANALYTE, Meaning.SPECIMEN_ACCESSION);
        assertThat(feed.columns())
                .containsExactly(
                        column("Subject", Meaning.SUBJECT, Presence.REQUIRED, null, null, null),
                        column("Sample", Meaning.SPECIMEN_ACCESSION, Presence.OPTIONAL, null, null, null),
                        new Column(
                                "Test",
                                Meaning.ANALYTE,
                                Presence.PRESENT,
                                null,
                                null,
                                null,
                                Map.of("Drug", "IMP321"),
                                Other.KEEP,
                                "{base}/CodeSystem/test"),
                        column("Drawn", Meaning.SPECIMEN_COLLECTED, Presence.PRESENT, null, null, "dd-MMM-yyyy"),
                        column("LLOQ", Meaning.LOWER_LIMIT, Presence.PRESENT, "Unit", null, null));
        assertThat(feed.exclusions())
                .containsExactly(
                        new Exclusion(new When(Map.of("Type", Set.of("QC", "STD"), "Well", Set.of(""))), "control"));
        assertThat(feed.tokens())
                .isEqualTo(new Tokens(
                        Set.of("bql"),
                        Set.of("aql"),
                        Set.of("ns"),
                        Set.of("pend"),
                        Set.of("err"),
                        Set.of(),
                        Map.of(
                                "pos", Measurement.Qualitative.POSITIVE,
                                "neg", Measurement.Qualitative.NEGATIVE,
                                "ind", Measurement.Qualitative.INDETERMINATE)));
        assertThat(feed.units()).isEqualTo(Map.of("ng/ml", "ng/mL"));
        assertThat(feed.limitsScaled()).isFalse();
        assertThat(feed.results())
                .containsExactly(new ResultRule(
                        "first",
                        "pk-concentration",
                        new When(Map.of("Type", Set.of("UNK"))),
                        Set.of(Measurement.Kind.values()),
                        List.of(column("Conc", Meaning.MEASUREMENT, Presence.PRESENT, null, "ng/mL", null)),
                        Map.of(Meaning.METHOD, "ELISA")));
        assertThat(feed.results().get(0).address()).isEqualTo("pk-concentration/first");
    }

    @Test
    void readsLimitsEnvironmentAndWhatTheLedgerHasToKnow() {
        FeedConfig feed = good(LEAST.replace("csv: {}", "csv: { skip: 2 }")
                        .replace(
                                "{ kind: incremental }",
                                "{ kind: cumulative, order: { file-name: '(?<order>\\d+)', consecutive: true },"
                                        + " stop-if: { new: 50%, corrected: 5%, withdrawn: 1%, missing: 0.5%,"
                                        + " rejected: 100%, held: 0% } }")
                + """
                blinded: true
                corrections-without-original: accept
                environment: { expect: PROD, file-name: '(?<env>PROD|TEST)_.*', preamble: 'Env,(?<env>.*)' }
                """);
        assertThat(feed.transfer().stopIf())
                .isEqualTo(Map.of(
                        Limit.NEW, new BigDecimal("50"),
                        Limit.CORRECTED, new BigDecimal("5"),
                        Limit.WITHDRAWN, new BigDecimal("1"),
                        Limit.MISSING, new BigDecimal("0.5"),
                        Limit.REJECTED, new BigDecimal("100"),
                        Limit.HELD, new BigDecimal("0")));
        assertThat(feed.transfer().order())
                .isInstanceOfSatisfying(
                        Order.FileName.class, o -> assertThat(o.consecutive()).isTrue());
        assertThat(feed.blinded()).isTrue();
        assertThat(feed.acceptsOrphans()).isTrue();
        Environment environment = feed.environment().orElseThrow();
        assertThat(environment.fileName().orElseThrow().pattern()).isEqualTo("(?<env>PROD|TEST)_.*");
        assertThat(environment.preamble().orElseThrow().pattern()).isEqualTo("Env,(?<env>.*)");
        assertThat(environment.isExpected("prod")).isTrue();
        assertThat(environment.isExpected("TEST")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: incremental, stop-if: { corected: 5% } | transfer.stop-if.corected: is not known here, did you mean"
                        + " 'corrected'?",
                "kind: incremental, stop-if: { new: 101% } | transfer.stop-if.new: has to be a percentage such as 5%",
                "kind: incremental, stop-if: { missing: 1% } | transfer.stop-if.missing: only of a cumulative transfer",
                "kind: cumulative, accept: per-result, stop-if: { new: 1% } | transfer.stop-if: needs accept:"
                        + " whole-transfer",
                "kind: incremental, order: { file-name: '(?<order>.*)', consecutive: si } |"
                        + " transfer.order.consecutive: 'si' is not one of false, true",
            })
    void tellsWhatIsWrongWithATransfer(String transfer, String problem) {
        assertThat(problems(LEAST.replace("kind: incremental", transfer)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "environment: { file-name: '(?<env>.*)' } | environment: 'expect' is missing",
                "environment: { expect: PROD } | environment: has to say where a transfer names it",
                "environment: { expect: PROD, file-name: '.*' } | environment.file-name: the pattern has no group",
                "environment: { expect: PROD, preamble: '(?<env>.*)' } | environment.preamble: needs format.csv.skip",
                "blinded: maybe | blinded: 'maybe' is not one of false, true",
                "corrections-without-original: acept | corrections-without-original: 'acept' is not one of accept, hold,"
                        + " did you mean 'accept'?",
            })
    void tellsWhatIsWrongWithAKeyForTheLedger(String key, String problem) {
        assertThat(problems(LEAST + key + "\n")).singleElement().asString().contains(problem);
    }

    @Test
    void readsAFeedOfMessages() {
        FeedConfig feed = good(LEAST.replace("{ csv: {} }", "{ hl7v2: { charset: UTF-8, decimal: \",\" } }")
                .replace("kind: incremental", "kind: incremental, order: { field: MSH-7 }")
                .concat("environment: { expect: P, field: MSH-11 }\n"));
        assertThat(feed.format()).isEqualTo(new Format(new Form.Hl7v2(), StandardCharsets.UTF_8, ',', Set.of()));
        assertThat(feed.transfer().order()).isEqualTo(new Order.Field("MSH-7"));
        assertThat(feed.environment().orElseThrow().field()).contains("MSH-11");
        assertThat(feed.momentsOf(feed.columns().get(0))).isEqualTo("hl7");
        assertThat(good(LEAST.replace("{ csv: {} }", "{ hl7v2: {} }")).format())
                .isEqualTo(new Format(new Form.Hl7v2(), StandardCharsets.US_ASCII, '.', Set.of()));
    }

    @Test
    void hasADefaultForEveryKeyThatMayBeLeftOut() {
        FeedConfig feed = good(LEAST);
        assertThat(feed.title()).isEqualTo("lab");
        assertThat(feed.format())
                .isEqualTo(new Format(
                        new Form.Csv(',', 64 * 1024, 0, Optional.empty(), Optional.empty()),
                        StandardCharsets.UTF_8,
                        '.',
                        Set.of()));
        assertThat(feed.preamble()).isEmpty();
        assertThat(feed.transfer())
                .isEqualTo(new Transfer(
                        Transfer.Kind.INCREMENTAL,
                        Transfer.Accept.WHOLE_TRANSFER,
                        new Order.Arrival(),
                        BigDecimal.valueOf(5),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(feed.environment()).isEmpty();
        assertThat(feed.blinded()).isFalse();
        assertThat(feed.acceptsOrphans()).isFalse();
        assertThat(feed.zone()).isEmpty();
        assertThat(feed.missing()).isEmpty();
        assertThat(feed.refuseUnknownColumns()).isTrue();
        assertThat(feed.ignoredColumns()).isEmpty();
        assertThat(feed.exclusions()).isEmpty();
        assertThat(feed.tokens())
                .isEqualTo(new Tokens(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of()));
        assertThat(feed.units()).isEmpty();
        assertThat(feed.limitsScaled()).isTrue();
        assertThat(feed.columns().get(0))
                .isEqualTo(column("Subject", Meaning.SUBJECT, Presence.PRESENT, null, null, null));
        assertThat(feed.results())
                .containsExactly(new ResultRule(null, "pk-concentration", When.ALWAYS, Set.of(), List.of(), Map.of()));
        assertThat(feed.results().get(0).address()).isEqualTo("pk-concentration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed", "version", "format", "transfer", "zone", "identity", "results"})
    void aKeyThatHasNoDefaultIsMissed(String key) {
        String without = LEAST.replaceFirst("(?m)^" + key + ":.*(\\R  .*)*\\R", "");
        assertThat(problems(without)).anyMatch(p -> p.endsWith("'" + key + "' is missing"));
    }

    /** Which values stand at the bounds, and which just beyond. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: {} | 1 ~ 1000000 | 0 ~ 1000001 ~ -1 ~ 1.5 ~ x ~ ''",
                "format: { csv: { max-row: {} } } | 1024 ~ 1048576 | 1023 ~ 1048577 ~ 64k",
                "format: { csv: { skip: {} } } | 0 ~ 1000 | -1 ~ 1001",
                "format: { csv: { delimiter: {} } } | ';' ~ tab ~ ' ' | ';;' ~ '\"' ~ \"\\r\" ~ \"\\n\" ~ \"\\0\" ~ \u00a7 ~ ''",
                "format: { csv: { charset: {} } } | UTF-8 ~ US-ASCII ~ ISO-8859-1 ~ windows-1252 | UTF-16 ~ utf8",
                "format: { csv: { decimal: {} } } | '.' ~ ',' | ';' ~ point",
                "transfer: { kind: {} } | cumulative ~ incremental | daily ~ ''",
                "transfer: { kind: cumulative, reject-limit: {} } | 0% ~ 100% ~ 0.125% | 101% ~ 100.1% ~ 5 ~ -1% ~ 1.1234%",
                "transfer: { kind: cumulative, accept: {} } | whole-transfer ~ per-result | all",
                "zone: {} | Europe/Paris ~ UTC ~ '+02:00' ~ unknown | CEST+1 ~ Paris ~ ''"
            })
    void valuesHaveBounds(String form, String good, String bad) {
        String key = form.substring(0, form.indexOf(':'));
        for (String value : good.split(" ~ ", -1)) {
            assertThat(problems(with(key, form.replace("{}", value)))).as(value).isEmpty();
        }
        for (String value : bad.split(" ~ ", -1)) {
            assertThat(problems(with(key, form.replace("{}", value)))).as(value).isNotEmpty();
        }
    }

    private static String with(String key, String line) {
        return LEAST.replaceFirst("(?m)^" + key + ":.*$", Matcher.quoteReplacement(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "zone: unknown              | zoen: unknown               | feeds/lab.yaml:5: zoen: is not known here, did you mean 'zone'?",
                "format: { csv: {} }        | format: { csv: { skips: 1 } } | feeds/lab.yaml:3: format.csv.skips: is not known here, did you mean 'skip'?",
                "format: { csv: {} }        | format: { pdf: {} }         | feeds/lab.yaml:3: format.pdf: is not known here; known: wrapped, csv, hl7v2, astm",
                "format: { csv: {} }        | format: { csv: { decimal: ; } } | feeds/lab.yaml:3: format.csv.decimal: ';' is not one of ',', '.'",
                "format: { csv: {} }        | format: { csv: { charset: UTF8 } } | feeds/lab.yaml:3: format.csv.charset: 'UTF8' is not one of ISO-8859-1, US-ASCII, UTF-8, windows-1252, did you mean 'UTF-8'?",
                "kind: incremental          | kind: increment             | feeds/lab.yaml:4: transfer.kind: 'increment' is not one of cumulative, incremental, did you mean 'incremental'?",
                "kind: incremental          | kind: incremental, order: arival | feeds/lab.yaml:4: transfer.order: 'arival' is not one of arrival, did you mean 'arrival'?",
                "kind: incremental          | kind: incremental, order: { file-name: '(\\d+)' } | feeds/lab.yaml:4: transfer.order.file-name: the pattern has no group (?<order>\u2026)",
                "kind: incremental          | kind: incremental, order: { file-name: '(?<order>' } | feeds/lab.yaml:4: transfer.order.file-name: is not a regular expression: ",
                "zone: unknown              | zone: Europe/Pari           | feeds/lab.yaml:5: zone: has to be 'unknown' or a zone such as Europe/Paris, did you mean 'Europe/Paris'?",
                "to: subject }              | to: subjekt }               | feeds/lab.yaml:9: columns.Subject.to: 'subjekt' is not a meaning, did you mean 'subject'?",
                "analyte: IMP321 }          | anlyte: IMP321 }            | feeds/lab.yaml:6: constants.anlyte: 'anlyte' is not a meaning, did you mean 'analyte'?",
                "Subject: { to: subject }   | Subject: subject            | feeds/lab.yaml:9: columns.Subject: has to be a mapping with 'to'",
                "Subject: { to: subject }   | Subject: { required: true } | feeds/lab.yaml:9: columns.Subject: 'to' is missing",
                "to: subject }              | to: subject, required: yes } | feeds/lab.yaml:9: columns.Subject.required: 'yes' is not one of false, true",
                "to: subject }              | to: subject, required: true, optional: true } | feeds/lab.yaml:9: columns.Subject: is 'required' and 'optional'",
                "to: subject }              | to: subject, unit: mg }     | feeds/lab.yaml:9: columns.Subject: only a measurement or a limit has a unit",
                "to: subject }              | to: subject, format: yyyy } | feeds/lab.yaml:9: columns.Subject: only a date or time has a format",
                "unit: ng/mL }              | unit: ng/mL, unit-from: U } | feeds/lab.yaml:11: columns.Result: has 'unit' and 'unit-from': which one holds?",
                "unit: ng/mL }              | unit: ng/mL, other: drop }  | feeds/lab.yaml:11: columns.Result.other: 'drop' is not one of keep, reject",
                "Sample: {                  | Subject: {                  | feeds/lab.yaml:10: columns.Subject: stands twice",
                "to: specimen.accession }   | to: subject }               | feeds/lab.yaml:10: columns.Sample: 'subject' is already the meaning of column 'Subject'",
                "to: specimen.accession }   | to: status, values: { F: finale } } | feeds/lab.yaml:10: columns.Sample: 'finale' is not a status of FHIR, did you mean 'final'?",
                "analyte: IMP321 }          | analyte: IMP321, subject: x } | feeds/lab.yaml:6: constants.subject: column 'Subject' carries it too",
                "study: P003                | study: P 003                | feeds/lab.yaml:6: constants: study 'P 003' has to be letters, digits and . _ : -",
                "analyte: IMP321 }          | analyte: IMP321, measurement: 5 } | feeds/lab.yaml:6: constants: a measurement comes from a column",
                "[study, subject, specimen.accession] | [subject, specimen.accession] | feeds/lab.yaml:7: identity: has to contain study and subject",
                "[study, subject, specimen.accession] | [study, specimen.accession] | feeds/lab.yaml:7: identity: has to contain study and subject",
                "[study, subject, specimen.accession] | [study, subject] | feeds/lab.yaml:7: identity: has to contain what tells a subject's results apart, such as specimen.accession",
                "specimen.accession]        | specimen.accession, measurement] | feeds/lab.yaml:7: identity[3]: 'measurement' cannot identify a result: it changes when the result is corrected or repeated",
                "specimen.accession]        | specimen.accession, run]    | feeds/lab.yaml:7: identity[3]: 'run' cannot identify a result",
                "specimen.accession]        | specimen.accession, study]  | feeds/lab.yaml:7: identity[3]: stands twice",
                "specimen.accession]        | specimen.acession]          | feeds/lab.yaml:7: identity[2]: 'specimen.acession' is not a meaning, did you mean 'specimen.accession'?",
                "specimen.accession]        | specimen.accession, tier]   | feeds/lab.yaml:7: identity: 'tier' comes from no column and no constant of result 'pk-concentration'",
                ", analyte: IMP321          | ``                          | feeds/lab.yaml:13: results[0]: no column and no constant of 'pk-concentration' is its analyte",
                "Result: { to: measurement  | Result: { to: dilution      | feeds/lab.yaml:13: results[0]: no column of 'pk-concentration' is its measurement",
                "- observation: pk-concentration | - obsevation: pk-concentration | feeds/lab.yaml:13: results[0].obsevation: is not known here, did you mean 'observation'?",
                "- observation: pk-concentration | - { observation: a, measurement: [number] } | feeds/lab.yaml:13: results[0].measurement[0]: 'number' is not one of above-limit, absent, below-limit, coded, quantity, text",
                "feed: lab                  | feed: la b                  | feeds/lab.yaml:1: feed: has to be letters, digits and . _ : -",
                "feed: lab                  | feed: pk                    | feeds/lab.yaml:1: feed: the file has to be named pk.yaml",
                "feed: lab                  | feed: ab                    | feeds/lab.yaml:1: feed: the file has to be named ab.yaml",
                "version: 1                 | version: one                | feeds/lab.yaml:2: version: has to be a whole number from 1 to 1000000",
                "version: 1                 | version: [1]                | feeds/lab.yaml:2: version: has to be a single value",
                "zone: unknown              | zone: [unknown              | feeds/lab.yaml:6: is not YAML: "
            })
    void everyMistakeIsToldWithItsPlace(String before, String after, String problem) {
        String text = LEAST.replace(before.strip(), after == null ? "" : after.strip());
        assertThat(text).isNotEqualTo(LEAST);
        assertThat(problems(text)).anyMatch(p -> p.startsWith(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tokens: { below-limits: [BQL] }  | feeds/lab.yaml:14: tokens.below-limits: is not known here, did you mean 'below-limit'?",
                "tokens: { below-limit: [BQL], not-done: [ND, bql] } | feeds/lab.yaml:14: tokens.not-done[1]: 'bql' stands under 'below-limit' already",
                "tokens: { below-limit: [0] }     | feeds/lab.yaml:14: tokens.below-limit[0]: '0' is a number, which is never read as a word",
                "units: [ng/ml]                   | feeds/lab.yaml:14: units: has to be a mapping",
                "limits: diluted                  | feeds/lab.yaml:14: limits: 'diluted' is not one of scaled, unscaled",
                "preamble: { count: '(?<count>x)' } | feeds/lab.yaml:14: preamble: needs format.csv.skip or header-row: no line stands above the header",
                "preamble: {}                     | feeds/lab.yaml:14: preamble: 'count' is missing",
                "exclude: [ { when: {}, reason: all } ] | feeds/lab.yaml:14: exclude[0]: has to name at least one column: it would leave out every row",
                "exclude: [ { reason: all } ]     | feeds/lab.yaml:14: exclude[0]: 'when' is missing",
                "exclude: [ { when: { A: [x] } } ] | feeds/lab.yaml:14: exclude[0]: 'reason' is missing",
                "unknown-columns: drop            | feeds/lab.yaml:14: unknown-columns: 'drop' is not one of ignore, refuse",
                "ignore-columns: { A: b }         | feeds/lab.yaml:14: ignore-columns: has to be a list",
                "title: [a]                       | feeds/lab.yaml:14: title: has to be a single value",
                "zone: UTC                        | feeds/lab.yaml:14: zone: stands twice",
                "missing: &a [ *a ]               | feeds/lab.yaml:14: is not YAML: an anchor holds itself"
            })
    void whatIsAddedIsTrueToItsForm(String line, String problem) {
        assertThat(problems(LEAST + line + "\n")).anyMatch(p -> p.startsWith(problem));
    }

    @Test
    void secondResultNeedsAName() {
        String twice = LEAST + "  - observation: pk-concentration\n";
        assertThat(problems(twice))
                .containsExactly(
                        "feeds/lab.yaml:14: results[1]: two results are 'pk-concentration': give them a 'name' each");
        assertThat(problems(LEAST + "  - { observation: pk-concentration, name: b }\n"))
                .isEmpty();
    }

    @Test
    void columnsOfAResultAreCheckedAsThoseOfTheFeed() {
        String text = LEAST.replace("  - observation: pk-concentration\n", """
                  - observation: pk-concentration
                    columns:
                      Drawn: { to: specimen.collected, unit: h }
                      Titer: { to: measurement, format: yyyy }
                """);
        assertThat(problems(text))
                .containsExactly(
                        "feeds/lab.yaml:16: results[0].columns.Titer: 'measurement' is already the meaning of column"
                                + " 'Result'",
                        "feeds/lab.yaml:15: results[0].columns.Drawn: only a measurement or a limit has a unit",
                        "feeds/lab.yaml:16: results[0].columns.Titer: only a date or time has a format");
    }

    @Test
    void tellsAllProblemsAtOnceAndEachOnce() {
        String text = LEAST.replace("version: 1", "version: 0")
                        .replace("zone: unknown", "zone: Mars/Olympus")
                        .replace("to: subject", "to: subjekt")
                        .replace("kind: incremental", "kind: weekly")
                + "  - { observation: b }\n  - { observation: c }\ntitel: x\n";
        assertThat(problems(text))
                .doesNotHaveDuplicates()
                .anyMatch(p -> p.contains(":2: version"))
                .anyMatch(p -> p.contains(":4: transfer.kind"))
                .anyMatch(p -> p.contains(":5: zone"))
                .anyMatch(p -> p.contains(":9: columns.Subject.to"))
                .anyMatch(p -> p.contains(":16: titel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "- a\n- b\n",
                "a: b: c",
                "\tx: 1",
                "feed: 'lab",
                "a: *nowhere",
                "%YAML 9",
                "? [a]\n: b"
            })
    void whatIsNoFeedFileIsToldWithoutAnException(String text) {
        assertThat(problems(text)).isNotEmpty().allMatch(p -> p.startsWith("feeds/lab.yaml"));
    }

    private static Column column(
            String header, Meaning to, Presence presence, String unitFrom, String unit, String format) {
        return new Column(header, to, presence, unitFrom, unit, format, Map.of(), Other.REJECT, null);
    }

    private static FeedConfig good(String text) {
        Problems problems = new Problems();
        Optional<FeedConfig> feed = FeedConfigReader.read(text, "feeds/lab.yaml", problems);
        assertThat(problems.list()).isEmpty();
        return feed.orElseThrow();
    }

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        Optional<FeedConfig> feed = FeedConfigReader.read(text, "feeds/lab.yaml", problems);
        assertThat(feed.isEmpty()).isEqualTo(!problems.isEmpty());
        return problems.list().stream().map(Problem::toString).toList();
    }
}
