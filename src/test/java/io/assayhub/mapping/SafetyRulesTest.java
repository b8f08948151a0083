package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed declaration that sends a result to the safety topic too. All bounds are synthetic. */
class SafetyRulesTest {
    private static final String OBSERVATION = """
            observation: pk-concentration
            topics: [pk]
            safety: RULES
            resource:
              resourceType: Observation
              id: $id
              meta: { versionId: $version, lastUpdated: $lastUpdated }
              status: $status
              code: { coding: $analyte.codings }
              subject: $subject
              value[x]: $measurement
            """;

    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental }
            zone: unknown
            constants: { study: P003, specimen.type: plasma }
            identity: [study, subject, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample:  { to: specimen.accession }
              Test:    { to: analyte }
              Tier:    { to: tier }
              Result:  { to: measurement, unit-from: Unit }
              LLOQ:    { to: limits.lower, unit-from: Unit }
            tokens: { positive: [POS], negative: [NEG], indeterminate: [IND], below-limit: [BLQ], above-limit: [ALQ] }
            results: [ { observation: pk-concentration } ]
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ coded: [positive] }                          | ADA_BAB,CONFIRM,POS,     | true",
                "{ coded: [positive] }                          | ADA_BAB,,POS,            | true",
                "{ coded: [positive] }                          | ADA_BAB,,NEG,            | false",
                "{ coded: [positive] }                          | ADA_BAB,,1,ng/mL         | false",
                "{ coded: [positive, indeterminate] }           | ADA_BAB,,IND,            | true",
                "{ coded: [positive], tier: [CONFIRM] }         | ADA_BAB,CONFIRM,POS,     | true",
                "{ coded: [positive], tier: [confirm] }         | ADA_BAB,Confirm,POS,     | true",
                "{ coded: [positive], tier: [CONFIRM] }         | ADA_BAB,SCREEN,POS,      | false",
                "{ coded: [positive], tier: [CONFIRM] }         | ADA_BAB,,POS,            | false",
                "{ coded: [positive], analyte: [ADA_NAB] }      | ADA_NAB,,POS,            | true",
                "{ coded: [positive], analyte: [ADA_NAB] }      | ADA_BAB,,POS,            | false",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,10.001,ug/mL     | true",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,10.000,ug/mL     | false",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,10000,ng/mL      | false",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,10000.000000001,ng/mL | true",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,0.011,mg/mL      | true",
                "{ above: { value: 10, unit: ug/mL } }          | ADA_BAB,,1,mol/L         | true",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,>5,ug/mL         | true",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,ALQ,ug/mL        | true",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,BLQ,ug/mL        | false",
                "{ above: { value: 10, unit: ug/mL } }          | IMP321,,POS,             | false",
                "{ below: { value: 0.5, unit: ng/mL } }         | IMP321,,0.499,ng/mL      | true",
                "{ below: { value: 0.5, unit: ng/mL } }         | IMP321,,500,pg/mL        | false",
                "{ below: { value: 0.5, unit: ng/mL } }         | IMP321,,<0.5,ng/mL       | true",
                "{ below: { value: 0.5, unit: ng/mL } }         | IMP321,,ALQ,ng/mL        | false",
                "[ { below: { value: 1, unit: ng/mL } }, { above: { value: 9, unit: ng/mL } } ] | IMP321,,9.1,ng/mL | true",
                "[ { below: { value: 1, unit: ng/mL } }, { above: { value: 9, unit: ng/mL } } ] | IMP321,,5,ng/mL   | false",
            })
    void addsTheSafetyTopicToWhatMatches(String rules, String cells, boolean matches) throws IOException {
        Problems problems = new Problems();
        CompiledFeed feed =
                load(OBSERVATION.replace("RULES", rules), problems).feed("lab").orElseThrow();
        assertThat(problems.list()).isEmpty();
        TransferRun run =
                TransferRun.preview(feed, "Subject,Sample,Test,Tier,Result,Unit,LLOQ\nP003-01-0001,A," + cells + ",\n");
        assertThat(run.rejected()).isEmpty();
        assertThat(run.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.facts().topics())
                        .isEqualTo(matches ? List.of(Topic.PK, Topic.SAFETY) : List.of(Topic.PK)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ coded: [positiv] }                     | safety.coded[0]: 'positiv' is not one of indeterminate, negative, positive, did you mean 'positive'?",
                "{ tier: [CONFIRM] }                      | safety: has to name one of coded, above and below",
                "{ coded: [positive], above: { value: 1, unit: ng/mL } } | safety: has to name one of coded, above and below",
                "{ above: { value: ten, unit: ng/mL } }   | safety.above.value: has to be a decimal number such as 12.5",
                "{ above: { value: 10, unit: ng/ml/x } }  | safety.above.unit: 'ng/ml/x' is not UCUM",
                "{ above: { value: 10 } }                 | safety.above: 'unit' is missing",
                "{ cded: [positive] }                     | safety.cded: is not known here, did you mean 'coded'?",
                "[]                                       | safety: is empty",
            })
    void tellsWhatIsWrongWithARule(String rules, String problem) throws IOException {
        Problems problems = new Problems();
        load(OBSERVATION.replace("RULES", rules), problems);
        assertThat(problems.list()).map(Problem::toString).anyMatch(p -> p.contains(problem));
    }

    @Test
    void doesNotLetAFileNameTheSafetyTopicItself() throws IOException {
        Problems problems = new Problems();
        load(OBSERVATION.replace("[pk]", "[pk, safety]").replace("RULES", "{ coded: [positive] }"), problems);
        assertThat(problems.list())
                .map(Problem::toString)
                .anyMatch(p -> p.contains("topics[1]: which results go to safety is said by rules under 'safety'"));
    }

    @Test
    void refusesABlindedFeedWhoseResultsWouldGoNowhere() throws IOException {
        Problems problems = new Problems();
        String open = OBSERVATION.replace("[pk]", "[observations]").replace("RULES", "{ coded: [positive] }");
        MappingCatalog catalog = TestMappings.load(
                List.of(
                        new TestMappings.MappingFile("observations/pk-concentration.yaml", open),
                        new TestMappings.MappingFile("feeds/lab.yaml", FEED + "blinded: true\n")),
                problems);
        assertThat(catalog.feed("lab")).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .asString()
                .contains("results[0].observation: the feed is blinded, and 'pk-concentration' has no topic beside");
    }

    private static MappingCatalog load(String observation, Problems problems) throws IOException {
        return TestMappings.load(
                List.of(
                        new TestMappings.MappingFile("observations/pk-concentration.yaml", observation),
                        new TestMappings.MappingFile("feeds/lab.yaml", FEED)),
                problems);
    }
}
