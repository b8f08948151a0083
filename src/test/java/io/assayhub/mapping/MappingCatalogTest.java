package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.mapping.TestMappings.MappingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong between the files of a mapping folder is told with file, line and path. */
class MappingCatalogTest {
    private static final String FEED = """
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
              Matrix: { to: specimen.type, values: { Plasma: plasma } }
              Drawn: { to: specimen.collected, format: dd-MMM-yyyy }
            units: { ng/ml: ng/mL }
            results:
              - observation: pk-concentration
                columns:
                  Result: { to: measurement, unit: ng/mL }
            """;

    private static final String OBSERVATION = """
            observation: drug
            topics: [pk]
            resource:
              resourceType: Observation
              id: $id
              meta: { versionId: $version, lastUpdated: $lastUpdated }
              status: $status
              code: { coding: $analyte.codings }
              subject: $subject
              value[x]: $measurement
            """;

    @Test
    void theRepositorysMappingsHaveNoProblem() {
        assertThat(TestMappings.repository().feedNames())
                .containsExactly(
                        "astm-lis2",
                        "bioanalysis-hl7",
                        "bioanalysis-pk",
                        "central-pk",
                        "cytometry-cd8",
                        "dataset-json",
                        "elispot-aid",
                        "elispot-ctl",
                        "elispot-tcell",
                        "fhir-observation",
                        "flowjo-table",
                        "hl7v2-oru",
                        "immunology-ada",
                        "pk-runs",
                        "sdtm-is",
                        "sdtm-lb",
                        "sdtm-pc",
                        "sdtm-xpt");
        assertThat(TestMappings.repository().feed("no-such-feed")).isEmpty();
        assertThat(TestMappings.repository().feed("../etc")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ng/ml: ng/mL       | ng/ml: \u00b5g/mL  | feeds/lab.yaml:13: units.ng/ml: '\u00b5g/mL' is not UCUM, did you mean 'ug/mL'?",
                "ng/ml: ng/mL       | ng/ml: \u03bcg/ml  | feeds/lab.yaml:13: units.ng/ml: '\u03bcg/ml' is not UCUM, did you mean 'ug/mL'?",
                "ng/ml: ng/mL       | ng/ml: furlong     | feeds/lab.yaml:13: units.ng/ml: 'furlong' is not UCUM",
                "unit: ng/mL }      | unit: h*ug/ml }    | feeds/lab.yaml:17: results[0].columns.Result.unit: 'h*ug/ml' is not UCUM",
                "dd-MMM-yyyy        | DD-MMM-YYYY        | feeds/lab.yaml:12: columns.Drawn.format: has to be made of yyyy MM MMM dd HH mm ss and signs, such as dd-MMM-yyyy HH:mm, or hl7",
                "Plasma: plasma     | Plasma: plasm      | feeds/lab.yaml:11: columns.Matrix.values.Plasma: 'plasm' is not in the code system 'specimen-type', did you mean 'plasma'?",
                "analyte: IMP321    | analyte: IMP123    | feeds/lab.yaml:6: constants.analyte: 'IMP123' is not in the code system 'analyte', did you mean 'IMP321'?",
                "pk-concentration   | pk-concentrations  | feeds/lab.yaml:15: results[0].observation: no Observation file is named 'pk-concentrations', did you mean 'pk-concentration'?"
            })
    void aFeedFitsTheOtherFiles(String before, String after, String problem) throws IOException {
        String text = FEED.replace(before.strip(), after.strip());
        assertThat(problems(new MappingFile("feeds/lab.yaml", text))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$analyte.codings   | $analyte.coding    | observations/drug.yaml:8: resource.code.coding: nothing fills the hole $analyte.coding, did you mean 'analyte.codings'?",
                "$analyte.codings   | $nothing           | observations/drug.yaml:8: resource.code.coding: nothing fills the hole $nothing",
                "value[x]: $measurement | value: $measurement | observations/drug.yaml:10: resource.value: nothing fills the hole $measurement: it needs an element named \u2026[x]",
                "value[x]: $measurement | value[x]: $run     | observations/drug.yaml:10: resource.value[x]: only $measurement and $specimen.collected may fill an element of a chosen type",
                "value[x]: $measurement | effective[x]: $measurement | observations/drug.yaml:10: resource.effective[x]: $measurement fills value[x], $specimen.collected every other",
                "value[x]: $measurement | value[x]: $specimen.collected | observations/drug.yaml:10: resource.value[x]: $measurement fills value[x], $specimen.collected every other",
                "id: $id            | language: en       | observations/drug.yaml:3: resource: the hole $id is missing",
                "subject: $subject  | language: en       | observations/drug.yaml:3: resource: the hole $subject is missing",
                "topics: [pk]       | topics: [pks]      | observations/drug.yaml:2: topics[0]: 'pks' is not a consumer topic, did you mean 'pk'?",
                "topics: [pk]       | topics: [source]   | observations/drug.yaml:2: topics[0]: 'source' is not a consumer topic",
                "topics: [pk]       | topics: []         | observations/drug.yaml:2: topics: has to name at least one consumer topic",
                "topics: [pk]       | topic: [pk]        | observations/drug.yaml:1: 'topics' is missing",
                "observation: drug  | observation: drag  | observations/drug.yaml:1: observation: the file has to be named drag.yaml",
                "code: { coding: $analyte.codings } | code: { coding: [] } | observations/drug.yaml:8: resource.code.coding: is empty"
            })
    void anObservationFileHasOnlyHolesThatSomethingFills(String before, String after, String problem)
            throws IOException {
        String text = OBSERVATION.replace(before.strip(), after.strip());
        assertThat(text).isNotEqualTo(OBSERVATION);
        assertThat(problems(new MappingFile("feeds/lab.yaml", FEED), new MappingFile("observations/drug.yaml", text)))
                .anyMatch(p -> p.equals(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resourceType: CodeSytem | terminology/own.yaml:1: resourceType has to be CodeSystem, ConceptMap, ValueSet or NamingSystem",
                "url: x                  | terminology/own.yaml:1: 'resourceType' is missing",
                "`{resourceType: CodeSystem, url: x/y, concept: [{code: a, display: A}, {code: a, display: B}]}` | terminology/own.yaml:1: concept[1]: code 'a' stands twice",
                "`{resourceType: CodeSystem, url: x/y, concept: [{code: a}]}` | terminology/own.yaml:1: concept[0]: 'display' is missing",
                "`{resourceType: ConceptMap, group: [{source: '{base}/CodeSystem/analyte', target: '{loinc}', element: [{code: IMP32, target: [{code: 1-8}]}]}]}` "
                        + "| terminology/own.yaml:1: group[0].element[0]: code 'IMP32' is not in code system 'analyte', did you mean 'IMP321'?"
            })
    void terminologyIsSoundInItself(String text, String problem) throws IOException {
        assertThat(problems(new MappingFile("feeds/lab.yaml", FEED), new MappingFile("terminology/own.yaml", text)))
                .contains(problem);
    }

    @Test
    void tellsTheProblemsOfAllFilesAtOnceAndKeepsTheFeedsThatHaveNone() throws IOException {
        Problems problems = new Problems();
        MappingCatalog catalog = TestMappings.load(
                List.of(
                        new MappingFile("feeds/lab.yaml", FEED),
                        new MappingFile(
                                "feeds/bad.yaml",
                                FEED.replace("feed: lab", "feed: bad").replace("zone", "zoen")),
                        new MappingFile("observations/drug.yaml", OBSERVATION.replace("$status", "$stats")),
                        new MappingFile("studies/P009.yaml", "study: P009\n")),
                problems);
        assertThat(problems.list())
                .extracting(Problem::file)
                .contains("feeds/bad.yaml", "observations/drug.yaml", "studies/P009.yaml");
        assertThat(catalog.feedNames()).containsExactly("lab");
    }

    @Test
    void snapshotNamesEverythingThatAResultDependsOnAndNothingElse() throws IOException {
        String before = snapshot(List.of());
        assertThat(snapshot(List.of())).isEqualTo(before);
        assertThat(snapshot(List.of(new MappingFile("observations/drug.yaml", OBSERVATION))))
                .as("an Observation that the feed does not use")
                .isEqualTo(before);
        for (String file :
                List.of("observations/pk-concentration.yaml", "studies/P003.yaml", "terminology/analyte.yaml")) {
            String changed = Files.readString(TestMappings.FOLDER.resolve(file)) + "# remark\n";
            assertThat(snapshot(List.of(new MappingFile(file, changed))))
                    .as(file)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void aFolderWithoutFeedsOrWithBytesThatAreNoTextIsAProblem(@TempDir Path folder) throws IOException {
        Problems none = new Problems();
        assertThat(MappingCatalog.load(folder, Namespaces.of(Namespaces.DEFAULT_BASE), none)
                        .feedNames())
                .isEmpty();
        assertThat(none.list())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).isEqualTo("holds no feed file"));

        Files.createDirectory(folder.resolve("feeds"));
        Files.write(folder.resolve("feeds/lab.yaml"), (FEED + "title: Pr\u00e9l\u00e8vement\n").getBytes(ISO_8859_1));
        Files.writeString(folder.resolve("feeds/other.yaml"), "feed: other\n");
        Problems bytes = new Problems();
        MappingCatalog.load(folder, Namespaces.of(Namespaces.DEFAULT_BASE), bytes);
        assertThat(bytes.list())
                .extracting(Problem::toString)
                .contains("feeds/lab.yaml: is not text in UTF-8", "feeds/other.yaml:1: 'version' is missing");
    }

    @Test
    void namespacesLeaveUcumBracesAlone() {
        Namespaces names = Namespaces.of("https://x.example/fhir");
        assertThat(names.expand("{base}/a {hl7}/b {titer} {cells}/uL"))
                .isEqualTo("https://x.example/fhir/a http://terminology.hl7.org/CodeSystem/b {titer} {cells}/uL");
    }

    private static String snapshot(List<MappingFile> over) throws IOException {
        Problems problems = new Problems();
        List<MappingFile> files = new ArrayList<>(over);
        files.add(new MappingFile("feeds/lab.yaml", FEED));
        MappingCatalog catalog = TestMappings.load(files, problems);
        problems.throwIfAny();
        return catalog.feed("lab").orElseThrow().snapshot().value();
    }

    private static List<String> problems(MappingFile... files) throws IOException {
        Problems problems = new Problems();
        TestMappings.load(List.of(files), problems);
        return problems.list().stream().map(Problem::toString).toList();
    }
}
