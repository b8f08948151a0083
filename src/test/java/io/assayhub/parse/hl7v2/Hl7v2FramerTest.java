package io.assayhub.parse.hl7v2;

import static io.assayhub.parse.hl7v2.Messages.MSH;
import static io.assayhub.parse.hl7v2.Messages.message;
import static io.assayhub.parse.hl7v2.Messages.oru;
import static io.assayhub.parse.hl7v2.Messages.oul;
import static io.assayhub.parse.hl7v2.Messages.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a message has, what stands in them, and which are refused. */
class Hl7v2FramerTest {

    @Nested
    class Structure {
        @Test
        void takesEachObxWithTheOrderAboveItAndTheSpecimenBelow() {
            String message = oru(
                    "ORC|RE|P1",
                    "OBR|1|P1|F1",
                    "OBX|1|NM|A||1||||||F",
                    "OBX|2|NM|B||2||||||F",
                    "CTI|P003||D1",
                    "SPM|1|||PLAS",
                    "OBX|3|NM|VOL||3||||||F",
                    "OBR|2||F2",
                    "OBX|1|NM|C||4||||||F",
                    "SPM|1|||SER");
            assertThat(rows(message, "ORC-2", "OBR-3.1", "OBX-3.1", "OBX-5", "SPM-4.1", "CTI-1.1"))
                    .containsExactly(
                            "P1|F1|A|1|PLAS|P003", "P1|F1|B|2|PLAS|P003", "P1|F1|VOL|3|PLAS|P003", "|F2|C|4|SER|");
        }

        @Test
        void takesTheSpecimenAboveItsOrdersInAnOul() {
            String message = oul(
                    "SPM|1|||PLAS",
                    "OBX|1|NM|VOL||3||||||F",
                    "SAC|||T1",
                    "OBR|1||F1",
                    "ORC|RE|P1",
                    "OBX|1|NM|A||1||||||F",
                    "OBR|2||F2",
                    "OBX|1|NM|B||2||||||F",
                    "SPM|2|||SER",
                    "OBR|1||F3",
                    "OBX|1|NM|C||4||||||F");
            assertThat(rows(message, "SPM-4.1", "SAC-3", "OBR-3.1", "ORC-2", "OBX-3.1", "OBX-5"))
                    .containsExactly("PLAS|T1|||VOL|3", "PLAS|T1|F1|P1|A|1", "PLAS|T1|F2||B|2", "SER||F3||C|4");
        }

        @Test
        void makesARowOfAnOrderWithoutAnyResult() {
            String message =
                    oru("OBR|1||F1||||||||||||||||||||||X", "OBR|2||F2||||||||||||||||||||||F", "OBX|1|ST|A||x||||||F");
            assertThat(rows(message, "OBR-3.1", "OBR-25", "OBX-3.1")).containsExactly("F1|X|", "F2|F|A");
            assertThat(rows(message, "OBR-3.1", "SPM-4.1", "OBX-3.1")).containsExactly("F1||", "F2||A");
        }

        @Test
        void forgetsPatientAndOrderWithTheNextPatientAndMessage() {
            String message = oru("OBR|1||F1", "OBX|1|ST|A||x||||||F", "PID|2||S-2", "OBX|1|ST|B||y||||||F")
                    + message(MSH, "OBR|1||F9", "OBX|1|ST|C||z||||||F");
            assertThat(rows(message, "PID-3.1", "OBR-3.1", "OBX-3.1")).containsExactly("S-1|F1|A", "S-2||B", "|F9|C");
        }

        @Test
        void joinsTheNotesOfAResultAndOfNothingElse() {
            String message = oru(
                    "NTE|1||of the patient",
                    "OBR|1||F1",
                    "NTE|1||of the order",
                    "OBX|1|ST|A||x||||||F",
                    "NTE|1||first~second",
                    "NTE|2||third",
                    "OBX|2|ST|B||y||||||F",
                    "ZXX|1|ours",
                    "SPM|1",
                    "NTE|1||of the specimen");
            assertThat(rows(message, "OBX-3.1", "NTE-3")).containsExactly("A|first\nsecond\nthird", "B|");
        }

        @Test
        void refusesResultsOfWhichNobodyCanTellTheSpecimen() {
            String message = oru(
                    "OBR|1||F1",
                    "OBX|1|ST|A||x||||||F",
                    "SPM|1|||PLAS",
                    "OBX|2|ST|B||y||||||F",
                    "SPM|2|||SER",
                    "OBX|3|ST|C||z||||||F");
            assertThat(rows(message, "OBX-3.1", "SPM-4.1")).containsExactly("SEVERAL_SEGMENTS 4", "B|PLAS", "C|SER");
            assertThat(rows(message, "OBX-3.1")).containsExactly("A", "B", "C");
            assertThat(rows(oru("SPM|1|||SER", "OBR|1||F1", "OBX|1|ST|A||x||||||F"), "OBX-3.1", "SPM-4.1"))
                    .containsExactly("MALFORMED 3");
        }

        @Test
        void refusesResultsOfTwoTrials() {
            assertThat(rows(oru("OBR|1", "OBX|1|ST|A||x||||||F", "CTI|P003", "CTI|P004"), "CTI-1.1", "OBX-3.1"))
                    .containsExactly("SEVERAL_SEGMENTS 4");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\r", "\n", "\r\n"})
        void takesEveryLineEndAndNoneAtTheEnd(String end) {
            String message = oru("OBR|1||F1", "OBX|1|ST|A||x||||||F", "OBX|2|ST|B||y||||||F")
                    .strip()
                    .replace("\r", end);
            assertThat(rows(message, "OBX-3.1", "OBX-11")).containsExactly("A|F", "B|F");
            assertThat(rows(message + end + end, "OBX-3.1", "OBX-11")).containsExactly("A|F", "B|F");
        }

        @Test
        void takesMessagesThatComeInTheirTransportsFrames() {
            String message = oru("OBR|1||F1", "OBX|1|ST|A||x||||||F");
            assertThat(rows(
                            "\uFEFF\u000b" + message + "\u001c\r\u000b" + message.strip() + "\u001c\r",
                            "OBX-3.1",
                            "OBX-11"))
                    .containsExactly("A|F", "A|F");
        }

        @Test
        void saysLineAndNumberOfEachRow() throws IOException {
            String message = oru("OBR|1||F1", "", "OBX|1|ST|A||x||||||F").replace("\r", "\r\n");
            Hl7v2Framer framer = framer(message, "OBX-3.1");
            Row header = (Row) framer.header();
            assertThat(header.text(0)).isEqualTo("OBX-3.1");
            assertThat(header.row()).isEqualTo(1);
            Row row = (Row) framer.next();
            assertThat(row.row()).isEqualTo(2);
            assertThat(row.line()).isEqualTo(5);
            assertThat(row.offset()).isEqualTo(message.indexOf("OBX"));
            assertThat(framer.bytes()).isEqualTo(message.indexOf("OBX") + "OBX|1|ST|A||x||||||F".length());
            assertThat(framer.next()).isNull();
            assertThat(framer.rows()).isEqualTo(1);
            assertThat(framer.refused()).isZero();
        }
    }

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "NM; 12.40; 12.40",
                    "NM; <0.5; <0.5",
                    "NM; 12,40; 12,40",
                    "NM; \"\";",
                    "NM;;",
                    "ED;;",
                    "SN; ^1.5; 1.5",
                    "SN; =^1.5; 1.5",
                    "SN; <^0.5; <0.5",
                    "SN; >=^0.5; >=0.5",
                    "SN; ^1^:^128; 1:128",
                    "SN; ^10^-^20; 10-20",
                    "SN; <>^5; <>5",
                    "CE; POS^Positive^L; POS",
                    "CE; ^Positive^L; Positive",
                    "CWE; 10828004^Positive^SCT; Positive",
                    "CWE; ^^^^^^^^as written; as written",
                    "CWE; \"\"^Positive; Positive",
                    "IS; POS; POS",
                    "ST; a\\T\\b; a&b",
                    "ST; a^b&c; a^b&c",
                    "; 12; 12",
                    "TX; \\F\\\\S\\\\R\\\\E\\; |^~\\",
                    "FT; \\X4142\\; AB",
                    "FT; a\\H\\b\\N\\c; abc",
                    "FT; C:\\temp; C:\\temp",
                    "FT; a\\Zx\\b; a\\Zx\\b",
                    "DT; 20060314; 2006-03-14",
                    "TS; 200603141015+0100^S; 2006-03-14T10:15+01:00",
                    "DTM; 20060314101500.123; 2006-03-14T10:15:00.123",
                    "TM; 1015; 10:15",
                    "TM; 101530; 10:15:30",
                })
        void readsObx5AsObx2Says(String type, String sent, String read) {
            String message = oru(
                    "OBR|1", "OBX|1|" + (type == null ? "" : type) + "|A||" + (sent == null ? "" : sent) + "||||||F");
            assertThat(rows(message, "OBX-5", "OBX-11")).containsExactly((read == null ? "" : read) + "|F");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "NM; 1~2; SEVERAL_VALUES",
                    "ST; a~b; SEVERAL_VALUES",
                    "CE; A~B; SEVERAL_VALUES",
                    "CWE; 10828004^^SCT; OTHER_VALUE_TYPE",
                    "IS; 1; OTHER_VALUE_TYPE",
                    "ED; LAB^PDF^^Base64^AAAA; OTHER_VALUE_TYPE",
                    "XPN; Dupont^Marie; OTHER_VALUE_TYPE",
                    "FT; \\C2842\\x; BAD_ENCODING",
                    "FT; \\XFF\\; BAD_ENCODING",
                    "ST; é; BAD_ENCODING",
                })
        void refusesTheRowWhereItIsNoOneValue(String type, String sent, String reason) {
            String message = oru("OBR|1", "OBX|1|" + type + "|A||" + sent + "||||||F", "OBX|2|ST|B||x||||||F");
            assertThat(rows(message, "OBX-3.1", "OBX-5")).containsExactly(reason + " 4", "B|x");
            assertThat(rows(message, "OBX-3.1")).containsExactly("A", "B");
        }

        @Test
        void makesLinesOfTheRepetitionsOfAText() {
            String message = oru("OBR|1", "OBX|1|FT|A||one\\.br\\two~~three\\.sp2\\four\\.in4\\\\.sk3\\x||||||F");
            assertThat(rows(message, "OBX-5")).containsExactly("one\ntwo\n\nthree\n\nfour   x");
        }

        @Test
        void choosesARepetitionByAComponent() {
            String message = message(MSH, "PID|1||4711^^^HOSP^MR~S-1^^^P003&1.2.3&ISO^SUBJ", "OBX|1|ST|A||x||||||F");
            assertThat(rows(message, "PID-3[5=SUBJ].1", "PID-3[5=SUBJ].4", "PID-3[4.2=1.2.3].1", "PID-3[5=PI].1"))
                    .containsExactly("S-1|P003|S-1|");
            assertThat(rows(message, "PID-3.1")).containsExactly("SEVERAL_VALUES 3");
            assertThat(rows(message, "PID-3[*].5")).containsExactly("MR, SUBJ");
            assertThat(rows(message, "OBX-3.1")).containsExactly("A");
        }

        @Test
        void takesTheFirstPlaceThatIsNotEmpty() {
            String message =
                    oru("OBR|1||F1||||20060301", "OBX|1|ST|A||x||||||F|||20060302", "OBX|2|ST|B||x||||||F||| ");
            assertThat(rows(message, "OBX-14 or SPM-17.1 or OBR-7")).containsExactly("20060302", "20060301");
        }

        @Test
        void takesTheDelimitersThatTheMessageDeclares() {
            String message = oru("OBR|1||F1", "OBX|1|CWE|^Text||^a\\S\\b~||||||F")
                    .replace('|', '!')
                    .replace('^', '$')
                    .replace('~', '%')
                    .replace('\\', '/')
                    .replace('&', '*');
            assertThat(rows(message, "PID-3[5=SUBJ].4", "OBX-3.2", "OBX-5")).containsExactly("P003|Text|a$b");
        }

        @Test
        void refusesWhatTheSenderMarksAsCutOff() {
            String message = oru("OBR|1", "OBX|1|ST|A||cut#||||||F", "OBX|2|ST|B||n\\P\\||||||F")
                    .replace("^~\\&", "^~\\&#")
                    .replace("2.5.1", "2.7");
            assertThat(rows(message, "OBX-3.1", "OBX-5")).containsExactly("CUT_VALUE 4", "B|n#");
            assertThat(rows(oru("OBR|1", "OBX|1|ST|A||cut#||||||F"), "OBX-5")).containsExactly("cut#");
        }

        @Test
        void refusesTheRowOfATextThatALineBreakCutInTwo() {
            String message =
                    oru("OBR|1||F1", "OBX|1|FT|A||one", "two||||||F", "OBX|2|ST|B||x||||||F", "PID|1||S", "-1");
            assertThat(rows(message + message("OBX|1|ST|C||x||||||F"), "PID-3.1", "OBX-3.1"))
                    .containsExactly("MALFORMED 4", "S-1|B", "MALFORMED 9");
        }

        @ParameterizedTest
        @CsvSource({
            "8859/1, ISO-8859-1, é",
            "8859/15, ISO-8859-15, €",
            "UNICODE UTF-8, UTF-8, 漢",
            "UTF-8, UTF-8, é",
            "'', windows-1252, €",
            "'', UTF-8, µ",
        })
        void readsTheCharsetThatMsh18Says(String stated, String charset, String text) {
            Charset bytes = Charset.forName(charset);
            Charset agreed = stated.isEmpty() ? bytes : StandardCharsets.US_ASCII;
            String message = message(MSH + "||||||" + stated, "OBX|1|ST|A||" + text + "||||||F");
            assertThat(rows(message.getBytes(bytes), agreed, "OBX-5")).containsExactly(text);
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "ORU^R01; ADT^A01; OTHER_MESSAGE 1",
                    "ORU^R01; OUL^R21; OTHER_MESSAGE 1",
                    "ORU^R01; ; OTHER_MESSAGE 1",
                    "2.5.1; 2.2; OTHER_VERSION 1",
                    "2.5.1; 3.0; OTHER_VERSION 1",
                    "2.5.1; ; OTHER_VERSION 1",
                    "2.5.1; 2.5||||||GB 18030-2000; OTHER_CHARSET 1",
                    "^~\\&; ^^\\&; MALFORMED 1",
                    "^~\\&; ^a\\&; MALFORMED 1",
                    "MSH; EVN; OTHER_FORMAT 1",
                    "OBR; DSC|again; MALFORMED 3",
                })
        void refusesWhatIsNoMessageOfResults(String sent, String instead, String fault) {
            String message = oru("OBR|1", "OBX|1|ST|A||x||||||F");
            assertThat(rows(
                            message.replaceFirst(
                                    java.util.regex.Pattern.quote(sent),
                                    java.util.regex.Matcher.quoteReplacement(instead == null ? "" : instead)),
                            "OBX-3.1"))
                    .containsExactly(fault);
        }

        @ParameterizedTest
        @ValueSource(strings = {"2.3", "2.3.1", "2.4", "2.5", "2.6", "2.7", "2.7.1", "2.8", "2.8.2"})
        void takesEachVersion(String version) {
            assertThat(rows(oru("OBX|1|ST|A||x||||||F").replace("2.5.1", version), "MSH-12"))
                    .containsExactly(version);
            assertThat(rows(oru("OBX|1|ST|A||x||||||F").replace("R01", "R30"), "MSH-9.2"))
                    .containsExactly("R30");
        }

        @Test
        void refusesMessagesOfTwoEnvironments() {
            String message = oru("OBX|1|ST|A||x||||||F");
            assertThat(rows(message + message.replace("|P|", "|T|"), "OBX-3.1")).containsExactly("A", "MALFORMED 4");
        }

        @Test
        void refusesAMessageThatIsNoneOfResultsAmongOthers() {
            String message = oru("OBX|1|ST|A||x||||||F");
            assertThat(rows(message + message.replace("ORU^R01", "ACK"), "OBX-3.1"))
                    .containsExactly("A", "OTHER_MESSAGE 4");
        }

        @Test
        void namesAKnownMessageAndRepeatsNothingElse() throws IOException {
            Frame known = framer(oru().replace("ORU^R01", "ADT^A01"), "OBX-3.1").header();
            assertThat(((RefusedTable) known).detail()).contains("This is ADT.");
            Frame other =
                    framer(oru().replace("ORU^R01", "DUPONT^X"), "OBX-3.1").header();
            assertThat(((RefusedTable) other).detail())
                    .contains("another message")
                    .doesNotContain("DUPONT");
        }

        @Test
        void passesOverASegmentLongerThanAnyAndRefusesItsRow() {
            String document = "A".repeat(3 * SegmentReader.LONGEST);
            String message = oru(
                    "ZXX|" + document,
                    "OBR|1||F1",
                    "OBX|1|ED|A||^PDF^^Base64^" + document + "||||||F",
                    "OBX|2|ST|B||x||||||F",
                    "NTE|1||" + document,
                    "OBR|2||" + document,
                    "OBX|1|ST|C||x||||||F");
            assertThat(rows(message, "OBR-3.1", "OBX-3.1")).containsExactly("ROW_TOO_LONG 5", "F1|B", "ROW_TOO_LONG 9");
            assertThat(rows(message, "OBX-3.1", "NTE-3")).containsExactly("ROW_TOO_LONG 5", "ROW_TOO_LONG 6", "C|");
        }

        @Test
        void refusesAnOrderWithMoreResultsThanItsSpecimenCanWaitFor() {
            String message = oru("OBR|1||F1", "OBX|1|ST|A||x||||||F\r".repeat(OrderGroup.MOST_ROWS + 1), "SPM|1|||SER");
            assertThat(rows(message, "OBX-3.1", "SPM-4.1")).containsExactly("TOO_LARGE " + (OrderGroup.MOST_ROWS + 4));
            assertThat(rows(message, "OBX-3.1"))
                    .hasSize(OrderGroup.MOST_ROWS + 1)
                    .containsOnly("A");
        }

        @Test
        void takesNoColumnThatIdentifiesAPerson() {
            for (String column :
                    List.of("PID-5", "PID-7", "PID-11.1", "PID-13", "PID-19", "NK1-2", "GT1-3", "IN1-16")) {
                assertThat(Hl7v2Framer.problem(column)).as(column).isPresent();
            }
            for (String column :
                    List.of("OBR-16.2", "OBR-10", "OBR-28", "OBR-32", "OBX-16", "OBX-25", "ORC-12", "PV1-7")) {
                assertThat(Hl7v2Framer.problem(column)).as(column).isPresent();
            }
            for (String column : List.of("PID", "PID-0", "PID-3[].1", "PID-3.1.1.1", "", "OBX-5 or ", "obx-5")) {
                assertThat(Hl7v2Framer.problem(column)).as(column).isPresent();
            }
            assertThat(Hl7v2Framer.problem("PID-3[5=SUBJ].1")).isEmpty();
            assertThat(Hl7v2Framer.problem("OBX-14 or SPM-17.1 or OBR-7")).isEmpty();
        }
    }

    @Nested
    class Batches {
        private final String message = oru("OBX|1|ST|A||x||||||F");

        @Test
        void takesFilesOfBatches() {
            String file = "FHS|^~\\&|LIS\rBHS|^~\\&|LIS\r" + message + message + "BTS|2\rBHS|^~\\&\r" + message
                    + "BTS|1|done\rFTS|2\r";
            assertThat(rows(file, "OBX-3.1")).containsExactly("A", "A", "A");
            assertThat(rows("BHS|^~\\&|LIS\r" + message + "BTS\r", "OBX-3.1")).containsExactly("A");
            assertThat(rows("FHS|^~\\&|LIS\r" + message + "FTS|1\r", "OBX-3.1")).containsExactly("A");
        }

        @Test
        void refusesABatchThatIsNotWhole() {
            String batch = "FHS|^~\\&\rBHS|^~\\&\r" + message + message;
            assertThat(rows(batch, "OBX-3.1")).containsExactly("A", "A", "CUT_OFF 8");
            assertThat(rows(batch + "BTS|2\r", "OBX-3.1")).containsExactly("A", "A", "CUT_OFF 9");
            assertThat(rows(batch + "BTS|3\rFTS|1\r", "OBX-3.1")).containsExactly("A", "A", "COUNT_DIFFERS 9");
            assertThat(rows(batch + "BTS|2\rFTS|2\r", "OBX-3.1")).containsExactly("A", "A", "COUNT_DIFFERS 10");
            assertThat(rows(batch + "BTS|two\rFTS|1\r", "OBX-3.1")).containsExactly("A", "A", "COUNT_DIFFERS 9");
        }
    }

    @Test
    void saysOfTheFirstMessageWhatMshHas() throws IOException {
        Hl7v2Framer framer = framer(
                "BHS|^~\\&|BATCH\r" + oru("OBX|1|ST|A||x||||||F") + oru().replace("ID1", "ID2") + "BTS|2\r", "OBX-3.1");
        framer.header();
        while (framer.next() != null) {
            // To the end: the facts stay those of the first.
        }
        assertThat(List.of("MSH-3", "MSH-4.1", "MSH-7", "MSH-9", "MSH-9.2", "MSH-10", "MSH-11", "MSH-12"))
                .extracting(framer::fact)
                .containsExactly("LIS", "LAB", "20060314101500", "ORU", "R01", "ID1", "P", "2.5.1");
        assertThat(framer.fact("MSH-21")).isNull();
        assertThat(framer.fact("PID-3")).isNull();
        assertThat(framer.fact("studyOID")).isNull();
    }

    private static Hl7v2Framer framer(String message, String... columns) {
        return new Hl7v2Framer(
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)),
                List.of(columns),
                StandardCharsets.US_ASCII);
    }
}
