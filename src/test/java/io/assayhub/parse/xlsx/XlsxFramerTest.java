package io.assayhub.parse.xlsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.TableExtent;
import io.assayhub.parse.datasetjson.Datasets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format itself, in the parts and in the order in which Excel writes them: shared texts last. */
class XlsxFramerTest {
    private static final TableExtent WHOLE = new TableExtent(0, Optional.empty(), Optional.empty());
    private static final String HEADER =
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Result</t></is></c></row>";

    private static byte[] workbook(String rows, String behind) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "xl/workbook.xml",
                "<workbook><sheets><sheet name=\"First\" r:id=\"rId1\" xmlns:r=\"r\"/>"
                        + "<sheet name=\"Other\" r:id=\"rId2\" xmlns:r=\"r\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\""
                        + " Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"x/worksheet\""
                        + " Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>");
        parts.put(
                "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>");
        parts.put(
                "xl/worksheets/sheet2.xml",
                "<worksheet><sheetData><row><c t=\"str\"><v>A</v></c></row><row><c><v>7</v></c></row></sheetData></worksheet>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\-mmm\\-yyyy hh:mm\"/>"
                        + "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/>"
                        + "</cellXfs></styleSheet>");
        parts.put(
                "xl/sharedStrings.xml",
                "<sst><si><t>Subject</t></si><si><r><t>01</t></r><r><t xml:space=\"preserve\">-1</t>"
                        + "</r><rPh><t>no</t></rPh></si></sst>");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static List<String> read(byte[] bytes, String sheet, TableExtent extent) throws IOException {
        return Datasets.rows(new XlsxFramer(new ByteArrayInputStream(bytes), Optional.ofNullable(sheet), extent));
    }

    private static List<String> read(String rows) throws IOException {
        return read(workbook(HEADER + rows, ""), null, WHOLE);
    }

    private static String row(int number, String cell) {
        return "<row r=\"" + number + "\"><c r=\"A" + number + "\" t=\"s\"><v>1</v></c><c r=\"B" + number + "\"" + cell
                + "</c></row>";
    }

    @Test
    void readsNumbersAsTheyWereMeant() throws IOException {
        assertThat(read(row(2, "><v>12.4</v>")
                        + row(3, "><v>8.1999999999999993</v>")
                        + row(4, "><v>12.399999999999999</v>")
                        + row(5, "><v>1E-7</v>")
                        + row(9, "><v>100000000000</v>")))
                .containsExactly(
                        "Subject|Result",
                        "01-1|12.4",
                        "01-1|8.2",
                        "01-1|12.399999999999999",
                        "01-1|0.0000001",
                        "01-1|100000000000");
    }

    @Test
    void readsDatesBooleansFormulasAndTexts() throws IOException {
        assertThat(read(row(2, " s=\"1\"><v>41641</v>")
                        + row(3, " s=\"2\"><v>41641.34375</v>")
                        + row(4, " s=\"3\"><v>0.5</v>")
                        + row(5, " t=\"b\"><v>1</v>")
                        + row(6, " t=\"str\"><f>A1</f><v>a_x000D_b &amp; c</v>")
                        + row(7, " s=\"1\"><v></v>")))
                .containsExactly(
                        "Subject|Result",
                        "01-1|2014-01-02",
                        "01-1|2014-01-02T08:15:00",
                        "01-1|12:00:00",
                        "01-1|true",
                        "01-1|a\rb & c",
                        "01-1|");
    }

    @Test
    void refusesARowWithAnErrorOrMoreCellsThanTheHeader() throws IOException {
        assertThat(read(row(2, " t=\"e\"><v>#N/A</v>") + row(4, " t=\"s\"><v>99</v>")
                        + "<row r=\"5\"><c r=\"D5\"><v>1</v></c></row>" + row(6, "><v>1</v>")))
                .containsExactly("Subject|Result", "MALFORMED 2", "MALFORMED 4", "WRONG_FIELD_COUNT 5", "01-1|1");
    }

    @Test
    void findsSheetHeaderAndEnd() throws IOException {
        assertThat(read(workbook(HEADER, ""), "other", WHOLE)).containsExactly("A", "7");
        assertThat(read(workbook(HEADER, ""), "None", WHOLE))
                .containsExactly("OTHER_FORMAT 0: The workbook has no sheet of the name in the feed.");
        String above = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>Report</v></c></row>";
        String table = HEADER.replace("r=\"1\"", "r=\"5\"").replace("A1", "A5").replace("B1", "B5");
        String below =
                "<row r=\"8\"><c r=\"B8\" t=\"str\"><v>Total 1</v></c></row><row r=\"9\"><c r=\"A9\"><v>1</v></c></row>";
        XlsxFramer framer = new XlsxFramer(
                new ByteArrayInputStream(workbook(above + table + row(6, "><v>1</v>") + below, "")),
                Optional.empty(),
                new TableExtent(1, Optional.of(Pattern.compile("Subj.*")), Optional.of(Pattern.compile("Total.*"))));
        assertThat(Datasets.rows(framer)).containsExactly("Subject|Result", "01-1|1");
        assertThat(framer.below()).isEqualTo(2);
        assertThat(framer.rows()).isEqualTo(3);
    }

    @Test
    void refusesAMergedHeader() throws IOException {
        String merged = "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";
        assertThat(read(workbook(HEADER + row(2, "><v>1</v>"), merged), null, WHOLE))
                .last()
                .asString()
                .startsWith("MALFORMED 2: Cells of the header are merged");
        String gap = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>0</v></c></row>";
        assertThat(read(workbook(gap, merged), null, WHOLE))
                .singleElement()
                .asString()
                .startsWith("MALFORMED");
        assertThat(read(workbook(HEADER + row(2, "><v>1</v>"), merged.replace("1", "7")), null, WHOLE))
                .hasSize(2);
    }

    @Test
    void refusesEntitiesBombsAndOtherArchives() throws IOException {
        assertThat(read("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;"))
                .last()
                .asString()
                .contains("document type");
        assertThat(read(row(2, " t=\"str\"><v>" + "x".repeat(1 << 20) + "</v>")))
                .last()
                .asString()
                .startsWith("TOO_LARGE");
        assertThat(read("<a>".repeat(10_000))).last().asString().startsWith("TOO_LARGE");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.csv"));
        }
        assertThat(read(out.toByteArray(), null, WHOLE)).last().asString().startsWith("OTHER_FORMAT");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void deliversWhatItCountsOfDamagedWorkbooks(long seed) throws IOException {
        Random random = new Random(seed);
        String rows = HEADER + row(2, "><v>12.4</v>") + row(3, " s=\"2\"><v>41641.34375</v>");
        byte[] packed = workbook(rows, "");
        for (int i = 0; i < 1_500; i++) {
            char[] text = rows.toCharArray();
            text[random.nextInt(text.length)] = "<>/\"&c1 \u0001".charAt(random.nextInt(9));
            assertCounted(workbook(new String(text), ""));
            byte[] bytes =
                    Arrays.copyOf(packed, random.nextInt(4) == 0 ? random.nextInt(packed.length) : packed.length);
            for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertCounted(bytes);
        }
    }

    private static void assertCounted(byte[] bytes) throws IOException {
        XlsxFramer framer = new XlsxFramer(new ByteArrayInputStream(bytes), Optional.empty(), WHOLE);
        List<String> rows = Datasets.rows(framer);
        long tables = rows.stream().filter(r -> r.contains(": ")).count();
        assertThat(framer.rows()).isEqualTo(Math.max(0, rows.size() - tables - (rows.size() == tables ? 0 : 1)));
        assertThat(framer.next()).isNull();
    }
}
