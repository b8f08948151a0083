package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a feed may say of tables that are not as plain as one would wish, and what becomes of their rows. */
class FeedDeclarationsTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental, reject-limit: 100% }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, analyte, specimen.accession]
            columns:
              Subject: { to: subject, required: true }
              Sample:  { to: specimen.accession, required: true }
              Drawn:   { to: specimen.collected }
              Result:  { to: measurement, required: true, unit: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;

    private static final String ROWS = """
            Subject,Sample,Drawn,Result
            P003-01-0001,A,2006-03-01,1.5
            P003-01-0001,B,2006-03-02,2.5
            """;

    private static final String OTHER_ROWS = """
            Subject,Sample,Drawn,Result
            P003-01-0002,C,2006-03-03,3.5
            """;

    @Test
    void findsTheHeaderByItsLineBelowAPreambleOfAnyLength() throws IOException {
        String feed =
                with("csv: {}", "csv: { header-row: 'Subject,.*' }") + "preamble: { count: 'Rows,(?<count>\\d+)' }\n";
        TransferRun run = run(feed, "Report\n\nRows,2\n\"open, Subject\n" + ROWS);
        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.summary().sendersCount()).isEqualTo(2);
        assertThat(run.summary().rows()).isEqualTo(2);
        assertThat(accessions(run)).containsExactly("A", "B");
        assertThat(run.entries().get(0).place()).isEqualTo(new Location(1, 6, null));
        assertThat(run(feed, "Rows,2\nSubjects,Sample\n").refusal()).isEqualTo(ErrorCode.NO_HEADER);
    }

    @Test
    void takesTheHeaderFromTheLineThatIsAgreed() throws IOException {
        String feed = with("csv: {}", "csv: { header-row: 3 }");
        assertThat(accessions(run(feed, "x\ny\n" + ROWS))).containsExactly("A", "B");
        assertThat(run(feed, "x\n" + ROWS).refusal()).isEqualTo(ErrorCode.MISSING_COLUMN);
    }

    @Test
    void countsWhatStandsBelowTheTableAsExcluded() throws IOException {
        String feed =
                with("csv: {}", "csv: { skip: 1, end-at: 'Total.*' }") + "preamble: { count: 'Rows,(?<count>\\d+)' }\n";
        TransferRun run =
                run(feed, "Rows,2\n" + ROWS + "  Total;2\n\nBQL = below, \"limit\nP003-01-0001,C,2006-03-02,2.5\n");
        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(accessions(run)).containsExactly("A", "B");
        assertThat(run.summary().rows()).isEqualTo(5);
        assertThat(run.summary().excluded()).isEqualTo(Map.of("below-the-table", 3L));
        assertThat(run.summary().read()).isEqualTo(2);
        assertThat(run.summary().refused()).isZero();
        assertThat(run(feed, "Rows,0\nSubject,Sample,Drawn,Result\nTotal\n").refusal())
                .isEqualTo(ErrorCode.EMPTY_FILE);
    }

    @Test
    void joinsDateAndTimeAndKeepsADateAlone() throws IOException {
        String feed =
                with("{ to: specimen.collected }", "{ to: specimen.collected, format: dd-MMM-yyyy HH:mm, join: Time }")
                        + "missing: [NA]\n";
        TransferRun run = run(feed, """
                Subject,Sample,Drawn,Time,Result
                P003-01-0001,A,01-Mar-2006,08:30,1
                P003-01-0001,B,01-Mar-2006,,1
                P003-01-0001,C, 01-Mar-2006 , na ,1
                P003-01-0001,D,,,1
                P003-01-0001,E,,08:30,1
                P003-01-0001,F,01-Mar-2006,8h30,1
                P003-01-0001,G,26-Mar-2006,02:30,1
                """);
        assertThat(texts(run, "/effectiveDateTime"))
                .containsExactly("2006-03-01T08:30:00+01:00", "2006-03-01", "2006-03-01", "", "2006-03-26");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        tuple(ErrorCode.NOT_A_TIME, new Location(5, 6, "Drawn")),
                        tuple(ErrorCode.NOT_A_TIME, new Location(6, 7, "Drawn")));
        assertThat(run.entries().get(4).facts().hold()).isNotNull();
        assertThat(run(feed, ROWS).refusal()).isEqualTo(ErrorCode.MISSING_COLUMN);
    }

    @Test
    void joinsIsoDatesAndTimes() throws IOException {
        String feed = with("{ to: specimen.collected }", "{ to: specimen.collected, join: Time, optional: true }");
        TransferRun run = run(feed, "Subject,Sample,Drawn,Time,Result\nP003-01-0001,A,2006-03-01,08:30,1\n");
        assertThat(texts(run, "/effectiveDateTime")).containsExactly("2006-03-01T08:30:00+01:00");
        TransferRun without = run(feed, ROWS);
        assertThat(texts(without, "/effectiveDateTime")).containsExactly("2006-03-01", "2006-03-02");
    }

    @Test
    void takesAColumnApartByNamedGroups() throws IOException {
        String feed = with(
                "{ to: specimen.accession, required: true }",
                "{ split: '(?<site>\\d{2})/(?<accession>[A-Z]\\d+)(-(?<visit>V\\d))?', into: {"
                        + " accession: { to: specimen.accession, required: true },"
                        + " visit: { to: visit.name, values: { V1: VISIT 1 }, other: keep },"
                        + " site: { to: site } } }");
        TransferRun run = run(feed, """
                Subject,Sample,Drawn,Result
                P003-01-0001,01/A1-V1,,1
                P003-01-0001,01/A2,,1
                P003-01-0001,A3,,1
                P003-01-0001,,,1
                """);
        assertThat(accessions(run)).containsExactly("A1", "A2");
        assertThat(run.observations().get(0)).contains("VISIT 1");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        tuple(ErrorCode.NOT_SPLIT, new Location(3, 4, "Sample")),
                        tuple(ErrorCode.VALUE_MISSING, new Location(4, 5, "Sample")));
    }

    @Test
    void takesTheReportedRowOfSeveralAndRejectsWhereItCannotTell() throws IOException {
        String feed = FEED + "select: { reported: { Reported: [Y, Yes] } }\nignore-columns: [Run]\n";
        TransferRun run = run(feed, """
                Subject,Sample,Drawn,Result,Reported,Run
                P003-01-0001,A,2006-03-01,9,N,1
                P003-01-0001,A,2006-03-01,1,Y,2
                P003-01-0001,B,2006-03-01,2,Y,1
                P003-01-0001,B,2006-03-01,failed,N,2
                P003-01-0001,C,2006-03-01,3,N,1
                P003-01-0001,D,2006-03-01,4,Y,1
                P003-01-0001,D,2006-03-01,5,Yes,2
                P003-01-0001,D,2006-03-01,6,,3
                P003-01-0001,,2006-03-01,6,N,3
                """);
        assertThat(accessions(run)).containsExactly("A", "B");
        assertThat(texts(run, "/valueQuantity/value")).containsExactly("1", "2");
        assertThat(run.summary().rows()).isEqualTo(9);
        assertThat(run.summary().excluded()).isEqualTo(Map.of("reassay-not-reported", 3L));
        assertThat(run.summary().read()).isEqualTo(6);
        assertThat(run.rejected())
                .extracting(Rejected::code, r -> r.location().row(), Rejected::entry)
                .containsExactly(
                        tuple(ErrorCode.NONE_REPORTED, 5L, "5/"),
                        tuple(ErrorCode.SEVERAL_REPORTED, 6L, "6/"),
                        tuple(ErrorCode.SEVERAL_REPORTED, 7L, "7/"),
                        tuple(ErrorCode.VALUE_MISSING, 9L, "9/pk-concentration"));
        assertThat(run.verdict().summary()).isEqualTo(run.summary());
        assertThat(run.verdict().collisions()).isEmpty();
    }

    @Test
    void tellsTenThousandReassaysApart() {
        Reassays reassays = new Reassays();
        for (int i = 0; i < 20_000; i++) {
            reassays.add(id(i / 2), i % 2 == 0 && i % 6 != 0);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(reassays.choose(id(i), false))
                    .isEqualTo(i % 3 == 0 ? Reassays.Choice.NONE_REPORTED : Reassays.Choice.LEFT_OUT);
        }
        assertThat(reassays.tooMany()).isFalse();
    }

    private static ObservationId id(int number) {
        return new ObservationId(Hash128.ofSha256("result " + number).hex());
    }

    @Test
    void appliesTheLimitsThatHeldAtTheDate() throws IOException {
        String feed = FEED + """
                dated-by: specimen.collected
                limits: { as: scaled, dated: [ { from: 2006-01-01, lower: 1.0 ng/mL }, { from: 2006-03-02, lower: 0.5 ng/mL, upper: 50 ng/mL } ] }
                tokens: { below-limit: [BQL], above-limit: [AQL] }
                """;
        TransferRun run = run(feed, """
                Subject,Sample,Drawn,Result
                P003-01-0001,A,2006-03-01T23:59,BQL
                P003-01-0001,B,2006-03-02,BQL
                P003-01-0001,C,2006-03-02,AQL
                P003-01-0001,D,2005-12-31,1
                P003-01-0001,E,2006-03,1
                """);
        assertThat(texts(run, "/valueQuantity/value")).containsExactly("1", "0.5", "50");
        assertThat(run.rejected()).extracting(Rejected::code).containsOnly(ErrorCode.NOT_AGREED_THEN);
        assertThat(run.rejected()).extracting(r -> r.location().row()).containsExactly(4L, 5L);
    }

    @Test
    void appliesTheUnitThatHeldAtTheDate() throws IOException {
        String feed = with("unit: ng/mL", "unit: [ { from: 2006-01-01, is: ug/mL }, { from: 2006-03-02, is: ng/ml } ]")
                + "dated-by: specimen.collected\nunits: { ng/ml: ng/mL }\n";
        TransferRun run = run(feed, ROWS + "P003-01-0001,C,2005-01-01,1\nP003-01-0001,D,2006-02-01,1\n");
        assertThat(texts(run, "/valueQuantity/code")).containsExactly("ug/mL", "ng/mL", "ug/mL");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(tuple(ErrorCode.NOT_AGREED_THEN, new Location(3, 4, "Result")));
    }

    @Test
    void readsLocalTimesByTheClocksOfTheSite() throws IOException {
        String feed = with("zone: Europe/Paris", "zone: { by-site: { \"01\": Europe/Paris, \"02\": Europe/London } }");
        TransferRun run = run(feed, """
                Subject,Sample,Drawn,Result
                P003-01-0001,A,2006-03-01T08:30,1
                P003-02-0001,B,2006-03-01T08:30,1
                P003-03-0001,C,2006-03-01T08:30,1
                P003-03-0001,D,2006-03-01T08:30Z,1
                P003-03-0001,E,2006-03-01,1
                """);
        assertThat(texts(run, "/effectiveDateTime"))
                .containsExactly(
                        "2006-03-01T08:30:00+01:00", "2006-03-01T08:30:00Z", "2006-03-01T08:30:00Z", "2006-03-01");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(tuple(ErrorCode.NO_SITE_ZONE, new Location(3, 4, "Drawn")));
    }

    @Test
    void knowsAColumnByItsFormerHeaders() throws IOException {
        String feed = FEED + "headers: { Result: [Concentration, { like: 'Conc\\. \\(.*\\)' }], Sample: Accession }\n";
        for (String header : List.of("Result", "Concentration", "Conc. (ng/mL)")) {
            TransferRun run = run(feed, ROWS.replace("Result", header).replace("Sample", "Accession"));
            assertThat(accessions(run)).containsExactly("A", "B");
        }
        assertThat(run(feed, "Subject,Sample,Drawn,Result,Concentration\nP003-01-0001,A,,1,1\n")
                        .refusal())
                .isEqualTo(ErrorCode.DUPLICATE_COLUMN);
        assertThat(run(feed, ROWS.replace("Result", "Conc.")).refusal()).isEqualTo(ErrorCode.MISSING_COLUMN);
    }

    @Test
    void takesTheSameResultFromATableWhoseHeaderChanged() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED + "headers: { Result: Concentration }\n");
        TransferRun before = TransferRun.preview(feed, ROWS);
        TransferRun after = TransferRun.preview(feed, ROWS.replace("Result", "Concentration"));
        assertThat(after.observations()).isEqualTo(before.observations());
        assertThat(after.entries())
                .extracting(e -> e.facts().sourceHash())
                .isEqualTo(before.entries().stream()
                        .map(e -> e.facts().sourceHash())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"gzip", "zip"})
    void takesATableOutOfItsWrapping(String wrapping) throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: [gzip, zip] }");
        byte[] wrapped = wrapping.equals("gzip") ? gzip(ROWS) : zip("../../etc/passwd", ROWS);
        assertThat(accessions(run(feed, wrapped))).containsExactly("A", "B");
        assertThat(accessions(run(feed, ROWS.getBytes(StandardCharsets.UTF_8)))).containsExactly("A", "B");
        assertThat(run(FEED, wrapped).refusal()).isEqualTo(ErrorCode.NOT_A_TABLE);
        assertThat(run(feed, Arrays.copyOf(wrapped, wrapped.length / 2)).refusal())
                .isEqualTo(ErrorCode.DAMAGED_WRAPPING);
    }

    @Test
    void refusesAnArchiveOfNoneOrSeveralTables() throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: zip }");
        assertThat(run(feed, zip("folder/", "")).refusal()).isEqualTo(ErrorCode.NOT_ONE_TABLE);
        TransferRun several = run(feed, zip("a.csv", ROWS, "b.csv", ROWS));
        assertThat(several.refusal()).isEqualTo(ErrorCode.NOT_ONE_TABLE);
        assertThat(several.verdict().summary().rows()).isZero();
        assertThat(accessions(run(feed, zip("folder/", "", "__MACOSX/._a", "x", "folder/a.csv", ROWS))))
                .containsExactly("A", "B");
    }

    @Test
    void countsWhatStoodBeforeTheDamageOfItsWrapping() throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: [gzip] }");
        StringBuilder rows = new StringBuilder(ROWS);
        LongStream.range(0, 20_000)
                .forEach(i ->
                        rows.append("P003-01-0001,N").append(i * 7919 % 20_011).append(",2006-03-03,1.5\n"));
        byte[] whole = gzip(rows.toString());
        TransferRun run = run(feed, Arrays.copyOf(whole, whole.length / 2));

        assertThat(run.refusal()).isEqualTo(ErrorCode.DAMAGED_WRAPPING);
        assertThat(run.entries()).hasSizeGreaterThan(100);
        assertThat(run.summary().entries()).isEqualTo(run.entries().size());
        assertThat(run.summary().rows()).isEqualTo(run.entries().size());
    }

    @Test
    void refusesWhatUnpacksToFarMoreThanItIs() throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: [gzip, zip] }");
        String bomb = ROWS + "P003-01-0001,A,2006-03-01,1.5\n".repeat(200_000);
        assertThat(run(feed, gzip(bomb)).refusal()).isEqualTo(ErrorCode.WRAPPED_TOO_LARGE);
        assertThat(run(feed, zip("a", bomb)).refusal()).isEqualTo(ErrorCode.WRAPPED_TOO_LARGE);
    }

    @Test
    void readsSeveralTablesOfOneArchiveAsOne() throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: zip-of-several }");
        String header = ROWS.substring(0, ROWS.indexOf('\n') + 1);
        String first = ROWS.stripTrailing(); // without a line break at its end
        TransferRun run = run(feed, zip("b.csv", first, "folder/", "", "a.csv", header, "c.csv", OTHER_ROWS));
        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.rejected()).isEmpty();
        List<String> both = new ArrayList<>(accessions(run(feed, ROWS.getBytes(StandardCharsets.UTF_8))));
        both.addAll(accessions(run(feed, OTHER_ROWS.getBytes(StandardCharsets.UTF_8))));
        assertThat(accessions(run)).isEqualTo(both);
        assertThat(run.summary().rows()).isEqualTo(both.size());
        assertThat(run.entries())
                .extracting(e -> e.place().row())
                .isEqualTo(LongStream.rangeClosed(1, both.size()).boxed().toList());
        assertThat(accessions(run(feed, zip("only.csv", ROWS))))
                .isEqualTo(accessions(run(feed, ROWS.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void refusesAnArchiveWhoseTablesDiffer() throws IOException {
        String feed = with("{ csv: {} }", "{ csv: {}, wrapped: zip-of-several }");
        TransferRun run = run(feed, zip("a.csv", ROWS, "b.csv", OTHER_ROWS.replaceFirst("Subject", "Patient")));
        assertThat(run.refusal()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(run(feed, zip("folder/", "")).refusal()).isEqualTo(ErrorCode.NOT_ONE_TABLE);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String with(String was, String is) {
        assertThat(FEED).contains(was);
        return FEED.replace(was, is);
    }

    private static TransferRun run(String feed, String csv) throws IOException {
        return TransferRun.preview(TestMappings.feed("lab", feed), csv);
    }

    private static TransferRun run(String feed, byte[] bytes) throws IOException {
        return TransferRun.preview(TestMappings.feed("lab", feed), bytes);
    }

    private static List<String> accessions(TransferRun run) throws IOException {
        return texts(run, "/contained/0/accessionIdentifier/value");
    }

    private static List<String> texts(TransferRun run, String pointer) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Entry entry : run.entries()) {
            JsonNode observation = Json.mapper().readTree(entry.observation());
            texts.add(observation.at(pointer).asText());
        }
        return texts;
    }
}
