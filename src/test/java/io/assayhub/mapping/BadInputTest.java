package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bad is told with its code and place; whatever stands beside it goes on. */
class BadInputTest {
    /** A small agreement, strict about columns, with a known zone and tolerant about the share of rejects. */
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: { charset: UTF-8 } }
            transfer: { kind: incremental, reject-limit: 100% }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, analyte, specimen.accession]
            columns:
              Study:     { to: study, optional: true }
              Subject:   { to: subject, required: true }
              Sample:    { to: specimen.accession, required: true }
              Collected: { to: specimen.collected }
              Result:    { to: measurement, required: true, unit-from: Unit }
              LLOQ:      { to: limits.lower, unit-from: Unit }
              Method:    { to: method, optional: true }
            ignore-columns: [Remark]
            tokens: { below-limit: [BQL] }
            units: { ng/ml: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;

    private static final String HEADER = "Subject,Sample,Collected,Result,Unit,LLOQ\n";
    private static CompiledFeed feed;

    @BeforeAll
    static void compile() throws IOException {
        feed = TestMappings.feed("lab", FEED);
    }

    @Test
    void refusesATableWithoutARequiredColumnAndNamesTheLikelyOne() throws IOException {
        TransferRun run = run("Subject,Sampel,Collected,Result,Unit,LLOQ\nP003-01-0001,A,,1,ng/mL,\n");
        assertRefused(run, ErrorCode.MISSING_COLUMN, new Location(0, 1, "Sample"));
        assertThat(run.verdict().refusal().orElseThrow().detail())
                .isEqualTo("Column 'Sample' is missing, did you mean 'Sampel'?");
    }

    @Test
    void refusesAColumnTwiceOnlyIfTheFeedReadsIt() throws IOException {
        TransferRun read = run("Subject,Sample,Collected,Result,Unit,LLOQ,Result\nP003-01-0001,A,,1,ng/mL,,2\n");
        assertRefused(read, ErrorCode.DUPLICATE_COLUMN, new Location(0, 1, "Result"));
        TransferRun ignored =
                run("Subject,Sample,Collected,Result,Unit,LLOQ,Remark,Remark\nP003-01-0001,A,,1,ng/mL,,x,y\n");
        assertThat(ignored.verdict().refusal()).isEmpty();
        assertThat(samples(ignored)).containsExactly("A");
    }

    @Test
    void refusesAnUnknownColumnWithoutRepeatingItsName() throws IOException {
        TransferRun run = run("Subject,Sample,Collected,Result,Unit,LLOQ,Paul Dupont\nP003-01-0001,A,,1,ng/mL,,\n");
        assertRefused(run, ErrorCode.UNKNOWN_COLUMN, new Location(0, 1, null));
        assertThat(run.verdict().refusal().orElseThrow().detail())
                .contains("Column 7 ")
                .doesNotContain("Dupont");
    }

    @Test
    void refusesRowsWithTooManyOrTooFewFieldsAlone() throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001,B,,1,ng/mL\n" + good("C")
                + "P003-01-0001,D,,1,ng/mL,,extra\n" + good("E"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location, Rejected::entry, Rejected::detail)
                .containsExactly(
                        tuple(
                                ErrorCode.WRONG_FIELD_COUNT,
                                new Location(2, 3, null),
                                null,
                                "The row has 5 fields, the header has 6."),
                        tuple(
                                ErrorCode.WRONG_FIELD_COUNT,
                                new Location(4, 5, null),
                                null,
                                "The row has 7 fields, the header has 6."));
        assertThat(samples(run)).containsExactly("A", "C", "E");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"12,5\"",
                "NaN",
                "Infinity",
                "1 000",
                "1.2.3",
                "0x10",
                "1e999999999",
                "1e31",
                "BLQ",
                "<",
                "<BQL",
                "12.5%",
                "--1",
                "١٢",
                "1e",
                "e5",
                "."
            })
    void rejectsAResultThatIsNeitherANumberNorAWordOfTheFeed(String result) throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001,B,2006-03-01," + result + ",ng/ml,1.00\n" + good("C"));
        assertRejected(run, ErrorCode.UNKNOWN_TOKEN, 2, "Result");
        assertThat(samples(run)).containsExactly("A", "C");
    }

    @ParameterizedTest
    @CsvSource({
        "1e-3,0.001",
        "12.40,12.40",
        "-0.5,-0.5",
        "+5,5",
        ".5,0.5",
        "007,7",
        "1.50E2,150",
        "0,0",
        "5.,5",
        "1e30,1000000000000000000000000000000"
    })
    void readsNumbersWithTheirDigits(String sent, String written) throws IOException {
        TransferRun run = run(HEADER + "P003-01-0001,A,2006-03-01," + sent + ",ng/ml,\n");
        assertThat(run.rejected()).isEmpty();
        assertThat(run.observations().get(0)).contains("\"valueQuantity\":{\"value\":" + written + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "2014-02-30,AH-0305",
        "2014-13-01,AH-0305",
        "01/02/2014,AH-0305",
        "2014-02-28 10:00,AH-0305",
        "2014-02-28T24:00,AH-0305",
        "2014-02-28T10:00+15:00,AH-0305",
        "2014-02-28T10:00+14:30,AH-0305",
        "2014-02-28T10:00:00.٣,AH-0305",
        "0014-02-28,AH-0305",
    })
    void rejectsATimeThatDoesNotExistOrOccursTwice(String time, String code) throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001,B," + time + ",1,ng/ml,\n" + good("C"));
        assertThat(run.rejected()).singleElement().satisfies(r -> {
            assertThat(r.code().code()).isEqualTo(code);
            assertThat(r.location()).isEqualTo(new Location(2, 3, "Collected"));
        });
        assertThat(samples(run)).containsExactly("A", "C");
    }

    @Test
    void takesATimeInAnOverlapThatStatesItsOffset() throws IOException {
        TransferRun run = run(HEADER + "P003-01-0001,A,2006-10-29T02:30+02:00,1,ng/ml,\n");
        assertThat(run.observations().get(0)).contains("\"effectiveDateTime\":\"2006-10-29T02:30:00+02:00\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P003-01-0001 ", " p003-01-0001", "\"P003-01-0001\u00a0\"", "P003-01-0001\t"})
    void givesASubjectItsCanonicalForm(String subject) throws IOException {
        TransferRun plain = run(HEADER + "P003-01-0001,A,2006-03-01,1,ng/ml,\n");
        TransferRun sloppy = run(HEADER + subject + ",A,2006-03-01,1,ng/ml,\n");
        assertThat(sloppy.observations()).isEqualTo(plain.observations());
        assertThat(sloppy.entries().get(0).subject())
                .hasToString(plain.entries().get(0).subject().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P003-1-1", "P004-01-0001", "Paul Dupont", "P003-01-0001x", "P003-01-00 01"})
    void rejectsASubjectOfAnotherForm(String subject) throws IOException {
        TransferRun run = run(HEADER + good("A") + subject + ",B,2006-03-01,1,ng/ml,\n");
        assertRejected(run, ErrorCode.BAD_SUBJECT, 2, "Subject");
        assertThat(run.rejected().get(0).detail()).doesNotContain(subject);
        assertThat(run.rejected().get(0).value()).isEqualTo(subject);
    }

    @Test
    void rejectsUnitsThatAreMissingOrUnknownAtTheirOwnColumn() throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001,B,,1,,\n" + "P003-01-0001,C,,1,furlong/mL,\n"
                + "P003-01-0001,D,,1,mg/dl?,\n" + "P003-01-0001,E,,BQL,,1.00\n" + good("F"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        at(ErrorCode.UNIT_MISSING, 2, "Unit"),
                        at(ErrorCode.UNKNOWN_UNIT, 3, "Unit"),
                        at(ErrorCode.UNKNOWN_UNIT, 4, "Unit"),
                        at(ErrorCode.UNIT_MISSING, 5, "Unit"));
        assertThat(samples(run)).containsExactly("A", "F");
    }

    /** A titer's unit is {titer}, a concentration's one that the analyte's in the terminology can be converted to. */
    @Test
    void rejectsAUnitOfSomethingElseThanWhatWasMeasured() throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001,B,,1,ug/mL,\n" + "P003-01-0001,C,,1,%,\n"
                + "P003-01-0001,D,,1,{titer},\n" + "P003-01-0001,E,,BQL,%,1.00\n" + good("F"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        at(ErrorCode.UNIT_UNFIT, 3, "Unit"),
                        at(ErrorCode.UNIT_UNFIT, 4, "Unit"),
                        at(ErrorCode.UNIT_UNFIT, 5, "Unit"));
        assertThat(samples(run)).containsExactly("A", "B", "F");
    }

    @Test
    void rejectsATiterInAUnitOfMass() throws IOException {
        CompiledFeed titers = TestMappings.feed(
                "lab",
                FEED.replace("pk-concentration", "ada-titer")
                        .replace("analyte: IMP321", "analyte: ADA-IMP321")
                        .replace("units: {", "units: { titer: \"{titer}\","));
        TransferRun run =
                TransferRun.preview(titers, HEADER + "P003-01-0001,A,,80,titer,\n" + "P003-01-0001,B,,80,ng/mL,\n");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(at(ErrorCode.UNIT_UNFIT, 2, "Unit"));
        assertThat(samples(run)).containsExactly("A");
    }

    @Test
    void refusesOneUnclosedQuoteInTenThousandRowsAndLosesNoOther() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int row = 1; row <= 10_000; row++) {
            csv.append("P003-01-0001,S")
                    .append(row)
                    .append(row == 7 ? ",\"2006-03-01,1,ng/ml,\n" : ",2006-03-01,1,ng/ml,\n");
        }
        TransferRun run = run(csv.toString());
        assertThat(run.rejected()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(ErrorCode.UNCLOSED_QUOTE);
            assertThat(r.location()).isEqualTo(new Location(7, 8, null));
        });
        assertThat(samples(run))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10_000)
                        .filter(i -> i != 7)
                        .mapToObj(i -> "S" + i)
                        .toList());
        assertThat(run.summary().rows()).isEqualTo(10_000);
    }

    @Test
    void refusesALineOfTenMegabytesAlone() throws IOException {
        TransferRun run =
                run(HEADER + good("A") + "P003-01-0001,B," + "x".repeat(10_000_000) + ",1,ng/ml,\n" + good("C"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(at(ErrorCode.ROW_TOO_LONG, 2, null));
        assertThat(samples(run)).containsExactly("A", "C");
    }

    @Test
    void refusesRowsWithBytesThatAreNoText() throws IOException {
        byte[] bytes = (HEADER + good("A") + "P003-01-0001,B\0,,1,ng/ml,\n" + good("C")
                        + "P003-01-0001,Pr\u00e9l,,1,ng/ml,\n" + good("E"))
                .getBytes(ISO_8859_1);
        TransferRun run = TransferRun.preview(feed, bytes);
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(at(ErrorCode.NUL_BYTE, 2, null), at(ErrorCode.BAD_ENCODING, 4, null));
        assertThat(samples(run)).containsExactly("A", "C", "E");
    }

    @Test
    void letsEqualEntriesOfOneIdentityPass() throws IOException {
        TransferRun run = run(HEADER + good("A") + good("B") + good("A"));
        assertThat(run.rejected()).isEmpty();
        assertThat(samples(run)).containsExactly("A", "B", "A");
        assertThat(run.entries().get(0).facts().id())
                .isEqualTo(run.entries().get(2).facts().id());
        assertThat(run.entries().get(0).facts().sourceHash())
                .isEqualTo(run.entries().get(2).facts().sourceHash());
    }

    @Test
    void wantsAllEntriesOfOneIdentityThatDifferHeld() throws IOException {
        TransferRun run = run(HEADER + good("A") + good("B") + "P003-01-0001,A,2006-03-01,2,ng/ml,\n" + good("A"));
        assertThat(run.rejected()).isEmpty();
        assertThat(samples(run)).containsExactly("A", "B", "A", "A");
        assertThat(run.entries())
                .extracting(e -> e.facts().hold())
                .containsExactly(
                        HoldReason.IDENTITY_COLLISION,
                        null,
                        HoldReason.IDENTITY_COLLISION,
                        HoldReason.IDENTITY_COLLISION);
    }

    @Test
    void wantsATimeThatIsNotUniqueHeldWithItsDateAlone() throws IOException {
        TransferRun run = run(HEADER + "P003-01-0001,A,2006-03-26T02:30,1,ng/ml,\n"
                + "P003-01-0001,B,2006-10-29T02:30:15,1,ng/ml,\n" + good("C"));
        assertThat(run.rejected()).isEmpty();
        assertThat(run.entries())
                .extracting(
                        e -> e.facts().hold(), e -> e.place(), e -> e.facts().collected())
                .containsExactly(
                        tuple(HoldReason.AMBIGUOUS_TIME, new Location(1, 2, "Collected"), "2006-03-26"),
                        tuple(HoldReason.AMBIGUOUS_TIME, new Location(2, 3, "Collected"), "2006-10-29"),
                        tuple(null, new Location(3, 4, null), "2006-03-01"));
        assertThat(run.observations().get(1)).contains("\"effectiveDateTime\":\"2006-10-29\"", "2006-10-29T02:30:15");
    }

    @Test
    void wantsALimitThatDiffersHeldWithTheOneThatStandsInTheResult() throws IOException {
        TransferRun run = run(
                HEADER + "P003-01-0001,A,2006-03-01,<1.40,ng/ml,1.5\n" + "P003-01-0001,B,2006-03-01,<1.50,ng/ml,1.5\n");
        assertThat(run.rejected()).isEmpty();
        assertThat(run.entries())
                .extracting(e -> e.facts().hold(), Entry::place)
                .containsExactly(
                        tuple(HoldReason.LIMIT_DIFFERS, new Location(1, 2, "Result")),
                        tuple(null, new Location(2, 3, null)));
        assertThat(run.observations().get(0)).contains("\"valueQuantity\":{\"value\":1.40,\"comparator\":\"<\"");
    }

    @Test
    void hasOneReasonToHoldCollisionBeforeLimitBeforeTime() throws IOException {
        String both = "P003-01-0001,A,2006-03-26T02:30,<1.40,ng/ml,1.5\n";
        assertThat(run(HEADER + both).entries())
                .extracting(e -> e.facts().hold(), Entry::place)
                .containsExactly(tuple(HoldReason.LIMIT_DIFFERS, new Location(1, 2, "Result")));
        assertThat(run(HEADER + both + good("A")).entries())
                .extracting(e -> e.facts().hold(), Entry::place)
                .containsExactly(
                        tuple(HoldReason.IDENTITY_COLLISION, new Location(1, 2, null)),
                        tuple(HoldReason.IDENTITY_COLLISION, new Location(2, 3, null)));
    }

    @Test
    void rejectsARowOfAnotherStudy() throws IOException {
        TransferRun run = run("Study,Subject,Sample,Collected,Result,Unit,LLOQ\nP003," + good("A") + "P004," + good("B")
                + "p003," + good("C") + "," + good("D"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(at(ErrorCode.OTHER_STUDY, 2, "Study"), at(ErrorCode.OTHER_STUDY, 3, "Study"));
        assertThat(samples(run)).containsExactly("A", "D");
    }

    @Test
    void refusesWhatHoldsNoRows() throws IOException {
        assertRefused(run(""), ErrorCode.EMPTY_FILE, Location.WHOLE);
        assertRefused(run("\uFEFF"), ErrorCode.EMPTY_FILE, Location.WHOLE);
        assertRefused(run(HEADER), ErrorCode.EMPTY_FILE, Location.WHOLE);
        assertRefused(run("\n\n\n"), ErrorCode.NO_HEADER, Location.WHOLE);
    }

    @Test
    void refusesWhatIsNoTable() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("xl/workbook.xml"));
            out.write(HEADER.getBytes(UTF_8));
        }
        Map<String, byte[]> files = Map.of(
                "ZIP archive", zip.toByteArray(),
                "PDF document", "%PDF-1.7\nP003-01-0001".getBytes(UTF_8),
                "UTF-16", (HEADER + good("A")).getBytes(UTF_16),
                "binary file", new byte[5000]);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            TransferRun run = TransferRun.preview(feed, file.getValue());
            assertRefused(run, ErrorCode.NOT_A_TABLE, Location.WHOLE);
            assertThat(run.verdict().refusal().orElseThrow().detail()).contains(file.getKey());
        }
    }

    @Test
    void refusesATransferWhoseCountIsNotTheSendersOwn() throws IOException {
        String text = FEED.replace("charset: UTF-8", "charset: UTF-8, skip: 2")
                + "preamble: { count: 'Rows,(?<count>\\d+)' }\n";
        CompiledFeed counted = TestMappings.feed("lab", text);
        String truncated = "Report\nRows,3\n" + HEADER + good("A") + good("B");
        TransferRun run = TransferRun.preview(counted, truncated);
        assertThat(run.refusal()).isEqualTo(ErrorCode.COUNT_DIFFERS);
        assertThat(run.verdict().refusal().orElseThrow().detail())
                .isEqualTo("The sender counts 3 rows, the file holds 2.");
        assertThat(TransferRun.preview(counted, truncated + good("C")).verdict().refusal())
                .isEmpty();
        assertThat(TransferRun.preview(counted, truncated + "P003-01-00")
                        .verdict()
                        .refusal())
                .as("a row cut off is a row all the same")
                .isEmpty();
        assertThat(TransferRun.preview(counted, "Report\n\n" + HEADER + good("A"))
                        .refusal())
                .isEqualTo(ErrorCode.NO_COUNT);
        assertThat(TransferRun.preview(counted, "Report\n").refusal()).isEqualTo(ErrorCode.NO_HEADER);
    }

    @Test
    void refusesATransferWithMoreRejectsThanAgreed() throws IOException {
        CompiledFeed strict = TestMappings.feed("lab", FEED.replace("reject-limit: 100%", "reject-limit: 25%"));
        String fourWithOneBad = HEADER + good("A") + good("B") + good("C") + "x,D,,1,ng/ml,\n";
        assertThat(TransferRun.preview(strict, fourWithOneBad).verdict().refusal())
                .as("exactly the limit")
                .isEmpty();
        TransferRun run = TransferRun.preview(strict, fourWithOneBad + "x,E,,1,ng/ml\n");
        assertThat(run.refusal()).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
        assertThat(run.verdict().refusal().orElseThrow().detail())
                .isEqualTo("2 of 5 rows and entries are refused, rejected or collide, the feed allows 25%.");

        String collisions =
                HEADER + good("A") + good("A") + good("A") + "P003-01-0001,A,2006-03-01,2,ng/ml,\n" + good("B");
        assertThat(TransferRun.preview(strict, collisions)
                        .verdict()
                        .refusal()
                        .orElseThrow()
                        .detail())
                .as("equal entries count with the one that differs")
                .startsWith("4 of 5 ");

        CompiledFeed single =
                TestMappings.feed("lab", FEED.replace("reject-limit: 100%", "reject-limit: 0%, accept: per-result"));
        assertThat(TransferRun.preview(single, fourWithOneBad).verdict().refusal())
                .as("results stand for themselves")
                .isEmpty();
    }

    @Test
    void rejectsTextThatIsTooLongOrHoldsControlCharacters() throws IOException {
        String header = "Subject,Sample,Collected,Result,Unit,LLOQ,Method\n";
        TransferRun run = run(header
                + row("A", "ELISA")
                + row("B", "x".repeat(5_000))
                + row("C", "a\u0007b")
                + row("D", "a\u007fb")
                + row("E", "x".repeat(1_000))
                + row("F", "\"two\nlines\"")
                + row("\"G\nH\"", "ELISA"));
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        at(ErrorCode.UNFIT_TEXT, 2, "Method"),
                        at(ErrorCode.UNFIT_TEXT, 3, "Method"),
                        at(ErrorCode.UNFIT_TEXT, 4, "Method"),
                        tuple(ErrorCode.UNFIT_TEXT, new Location(7, 9, "Sample")));
        assertThat(samples(run)).containsExactly("A", "E", "F");
    }

    @Test
    void rejectsWhatIsMissingThoughItIdentifiesTheResult() throws IOException {
        TransferRun run = run(HEADER + good("A") + "P003-01-0001, ,,1,ng/ml,\n,C,,1,ng/ml,\nP003-01-0001,D,,,ng/ml,\n");
        assertThat(run.rejected())
                .extracting(Rejected::code, Rejected::location)
                .containsExactly(
                        at(ErrorCode.VALUE_MISSING, 2, "Sample"),
                        at(ErrorCode.VALUE_MISSING, 3, "Subject"),
                        at(ErrorCode.VALUE_MISSING, 4, "Result"));
        assertThat(samples(run)).containsExactly("A");
    }

    @Test
    void seesNoBreakSpacesOfSpreadsheetsAsBlanksEverywhere() throws IOException {
        String text = FEED.replace(
                "ignore-columns: [Remark]", "exclude: [ { when: { Remark: [QC] }, reason: quality control } ]");
        TransferRun run = TransferRun.preview(
                TestMappings.feed("lab", text),
                "Subject,Sample\u00a0,Collected,Result,Unit,LLOQ,Remark\n" + row("A", "") + row("B", "QC\u00a0"));
        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.summary().excluded()).containsExactly(Map.entry("quality control", 1L));
        assertThat(samples(run)).containsExactly("A");
    }

    private static TransferRun run(String csv) throws IOException {
        return TransferRun.preview(feed, csv);
    }

    private static String good(String sample) {
        return "P003-01-0001," + sample + ",2006-03-01,1.23,ng/ml,1.00\n";
    }

    private static String row(String sample, String last) {
        return "P003-01-0001," + sample + ",2006-03-01,1.23,ng/ml,1.00," + last + "\n";
    }

    private static Tuple at(ErrorCode code, long row, String column) {
        return tuple(code, new Location(row, row + 1, column));
    }

    private static void assertRefused(TransferRun run, ErrorCode code, Location location) {
        assertThat(run.refusal()).isEqualTo(code);
        assertThat(run.verdict().refusal().orElseThrow().location()).isEqualTo(location);
        assertThat(run.entries()).isEmpty();
    }

    private static void assertRejected(TransferRun run, ErrorCode code, long row, String column) {
        assertThat(run.rejected()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(code);
            assertThat(r.location()).isEqualTo(new Location(row, row + 1, column));
            assertThat(r.entry()).isEqualTo(row + "/pk-concentration");
        });
    }

    /** Accessions of what was normalised, in order: each of them with the value it was sent with. */
    private static List<String> samples(TransferRun run) throws IOException {
        List<String> samples = new ArrayList<>();
        for (Entry entry : run.entries()) {
            JsonNode observation = Json.mapper().readTree(entry.observation());
            samples.add(observation.at("/contained/0/accessionIdentifier/value").asText());
            assertThat(observation.has("valueQuantity")).isTrue();
        }
        assertThat(run.addresses()).doesNotHaveDuplicates();
        return samples;
    }
}
