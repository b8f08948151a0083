package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.FeedConfig.AgreedLimits;
import io.assayhub.config.FeedConfig.Contact;
import io.assayhub.config.FeedConfig.SenderManifest;
import io.assayhub.config.FeedConfig.Source;
import io.assayhub.config.FeedConfig.Wrapped;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The declarations for tables that are not plain: what they are read as, and what is told about each mistake. */
class FeedDeclarationProblemsTest {
    private static final String FEED = """
            feed: lab
            version: 1
            contact: { organisation: Lab, role: Data desk, address: data@lab.example }
            format: { csv: { header-row: 'Subject,.*', end-at: 'Total.*' }, wrapped: [gzip, zip] }
            transfer: { kind: incremental, every: 7d, manifest: { file: '{name}.csv', rows: Rows } }
            zone: { by-site: { "01": Europe/Paris } }
            constants: { study: P003, analyte: IMP321 }
            identity: [study, subject, specimen.accession]
            dated-by: specimen.collected
            limits: { as: unscaled, dated: [ { from: 2006-01-01, lower: 10 ng/mL } ] }
            select: { reported: { Reported: [Y] } }
            headers: { Result: [Conc, { like: 'Conc .*' }] }
            columns:
              Subject: { to: subject }
              Sample: { split: '(?<sample>A\\d+)/(?<visit>.*)', into: { sample: { to: specimen.accession }, visit: { to: visit.name } } }
              Drawn: { to: specimen.collected, format: dd-MMM-yyyy HH:mm, join: Time }
              Result: { to: measurement, unit: [ { from: 2006-01-01, is: ng/mL }, { from: 2007-01-01, is: ug/mL } ] }
            results:
              - observation: pk-concentration
            """;

    @Test
    void readsThemAll() {
        Problems problems = new Problems();
        FeedConfig feed =
                FeedConfigReader.read(FEED, "feeds/lab.yaml", problems).orElseThrow(() -> problems(problems));
        assertThat(feed.contact()).contains(new Contact("Lab", "Data desk", "data@lab.example"));
        Form.Csv csv = (Form.Csv) feed.format().form();
        assertThat(csv.headerRow().orElseThrow().pattern()).isEqualTo("Subject,.*");
        assertThat(csv.endAt().orElseThrow().pattern()).isEqualTo("Total.*");
        assertThat(feed.format().wrapped()).containsExactlyInAnyOrder(Wrapped.GZIP, Wrapped.ZIP);
        assertThat(feed.transfer().every()).contains(Duration.ofDays(7));
        assertThat(feed.transfer().manifest())
                .contains(new SenderManifest("{name}.csv", ',', null, null, null, "Rows", null));
        assertThat(feed.zone()).isEmpty();
        assertThat(feed.siteZones()).isEqualTo(Map.of("01", ZoneId.of("Europe/Paris")));
        assertThat(feed.datedBy()).isEqualTo(Meaning.SPECIMEN_COLLECTED);
        assertThat(feed.limitsScaled()).isFalse();
        assertThat(feed.limitsSince())
                .isEqualTo(Map.of("2006-01-01", new AgreedLimits(new Quantity(new BigDecimal("10"), "ng/mL"), null)));
        assertThat(feed.reported().orElseThrow().cells()).containsOnlyKeys("Reported");
        assertThat(feed.renamed().known("Conc")).isEqualTo("Result");
        assertThat(feed.renamed().known("Conc (x)")).isEqualTo("Result");
        assertThat(feed.renamed().known("Other")).isEqualTo("Other");
        assertThat(feed.columns())
                .extracting(FeedConfig.Column::to)
                .containsExactly(
                        Meaning.SUBJECT,
                        Meaning.SPECIMEN_ACCESSION,
                        Meaning.VISIT_NAME,
                        Meaning.SPECIMEN_COLLECTED,
                        Meaning.MEASUREMENT);
        assertThat(feed.columns().get(1).path()).containsExactly("Sample", "into", "sample");
        assertThat(feed.columns().get(3).source()).isEqualTo(new Source.Joined("Time"));
        assertThat(feed.columns().get(4).unitSince()).isEqualTo(Map.of("2006-01-01", "ng/mL", "2007-01-01", "ug/mL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "header-row: 'Subject,.*'   | header-row: [3, 4]          | 4: format.csv.header-row: has to be one line: a header of several rows is not read",
                "header-row: 'Subject,.*'   | header-row: '('             | 4: format.csv.header-row: is not a regular expression",
                "header-row: 'Subject,.*'   | header-row: 0               | 4: format.csv.header-row: has to be a whole number from 1 to 1001",
                "header-row: 'Subject,.*'   | header-row: 3, skip: 2      | 4: format.csv.skip: the line of the header is given by 'header-row' already",
                "end-at: 'Total.*'          | end-at: '['                 | 4: format.csv.end-at: is not a regular expression",
                "end-at: 'Total.*'          | ends-at: 'Total.*'          | 4: format.csv.ends-at: is not known here, did you mean 'end-at'?",
                "[gzip, zip]                | [gzip, zipp]                | 4: format.wrapped[1]: 'zipp' is not one of gzip, zip, zip-of-several, did you mean 'zip'?",
                "every: 7d                  | every: weekly               | 5: transfer.every: has to be hours or days, such as 12h or 7d",
                "every: 7d                  | every: 0d                   | 5: transfer.every: has to be hours or days",
                "'{name}.csv'               | 'manifest.csv'              | 5: transfer.manifest.file: has to be a file name around {name}, such as '{name}.manifest.csv'",
                "'{name}.csv'               | '../{name}.csv'             | 5: transfer.manifest.file: has to be a file name around {name}",
                "rows: Rows                 | row: Rows                   | 5: transfer.manifest.row: is not known here, did you mean 'rows'?",
                "rows: Rows                 | name: File                  | 5: transfer.manifest: has to state at least one of bytes, sha256 and rows",
                "rows: Rows                 | rows: Rows, environment: Env | 5: transfer.manifest: needs environment.expect",
                "role: Data desk,           |                             | 3: contact: 'role' is missing",
                "Europe/Paris               | Europe/Pari                 | 6: zone.by-site.01: has to be 'unknown' or a zone such as Europe/Paris, did you mean 'Europe/Paris'?",
                "by-site:                   | by-sites:                   | 6: zone.by-sites: is not known here, did you mean 'by-site'?",
                "dated-by: specimen.collected | version2: 1               | 1: : dated limits and units need 'dated-by': analysed or specimen.collected",
                "dated-by: specimen.collected | dated-by: analysed        | 9: dated-by: no column is 'analysed'",
                "dated-by: specimen.collected | dated-by: specimen.colected | 9: dated-by: 'specimen.colected' is not one of analysed, specimen.collected, did you mean 'specimen.collected'?",
                "10 ng/mL                   | 10                          | 10: limits.dated[0].lower: has to be a number and a unit in UCUM, such as 10 ng/mL",
                "from: 2006-01-01, lower    | from: 2006-02-30, lower     | 10: limits.dated[0].from: has to be a date such as 2006-01-31",
                "lower: 10 ng/mL            | low: 10 ng/mL               | 10: limits.dated[0].low: is not known here",
                "as: unscaled               | as: unscale                 | 10: limits.as: 'unscale' is not one of scaled, unscaled, did you mean 'unscaled'?",
                "reported: { Reported: [Y] } | report: { Reported: [Y] }  | 11: select: 'reported' is missing",
                "reported: { Reported: [Y] } | reported: {}               | 11: select.reported: has to name the column that marks the reported row",
                "headers: { Result:         | headers: { Reslt:           | 12: headers.Reslt: no column of the feed is 'Reslt', did you mean 'Result'?",
                "[Conc, {                   | [Time, {                    | 12: headers.Result: 'Time' is a column of the feed itself",
                "like: 'Conc .*'            | like: '('                   | 12: headers.Result[1].like: is not a regular expression",
                "into: { sample:            | into: { sampel:             | 15: columns.Sample.into.sampel: the pattern of 'split' has no group (?<sampel>\u2026), did you mean 'sample'?",
                ", visit: { to: visit.name }| ,                           | 15: columns.Sample.into: does not say what the group (?<visit>\u2026) means",
                "to: visit.name             | to: visit.nam               | 15: columns.Sample.into.visit.to: 'visit.nam' is not a meaning, did you mean 'visit.name'?",
                "to: visit.name             | to: visit.name, unit: mg    | 15: columns.Sample.into.visit: only a measurement or a limit has a unit",
                "to: visit.name             | to: subject                 | 15: columns.Sample.into.visit: 'subject' is already the meaning of column 'Subject'",
                "'(?<sample>A\\d+)/         | '((?<sample>A\\d+)/         | 15: columns.Sample.split: is not a regular expression",
                "join: Time                 | join: Drawn                 | 16: columns.Drawn: is joined with itself",
                "dd-MMM-yyyy HH:mm          | dd-MMM-yyyy                 | 16: columns.Drawn: the format has to be that of both, such as 'dd-MMM-yyyy HH:mm'",
                "dd-MMM-yyyy HH:mm          | dd-MMM-yyyyTHH:mm           | 16: columns.Drawn: the format of a joined date and time has one blank between them",
                "to: subject }              | to: subject, join: Time }   | 14: columns.Subject: only a date is joined with a time",
                "{ from: 2007-01-01,        | { from: 2006-01-01,         | 17: columns.Result.unit[1]: a second one from 2006-01-01: which holds?",
                "is: ug/mL                  | unit: ug/mL                 | 17: columns.Result.unit[1]: 'is' is missing",
                "to: measurement,           | to: measurement, unit-from: U, | 17: columns.Result: has 'unit' and 'unit-from': which one holds?"
            })
    void saysWhereAMistakeIsAndWhatWouldBeRight(String good, String bad, String problem) {
        assertThat(FEED).contains(good);
        Problems problems = new Problems();
        Optional<FeedConfig> feed =
                FeedConfigReader.read(FEED.replace(good, bad == null ? "" : bad), "feeds/lab.yaml", problems);
        assertThat(feed).isEmpty();
        List<String> told = problems.list().stream().map(Problem::toString).toList();
        assertThat(told).anyMatch(p -> p.startsWith("feeds/lab.yaml:" + problem.replace("1: : ", "1: ")));
    }

    private static AssertionError problems(Problems problems) {
        return new AssertionError(problems.list().toString());
    }
}
