package io.assayhub.parse.xpt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.DatasetWriter;
import io.assayhub.parse.ShortestDecimal;
import io.assayhub.parse.datasetjson.Datasets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format itself, written by {@link DatasetWriter} from its description. */
class XptFramerTest {
    private static final List<String> NAMES = List.of("USUBJID", "PCSTRESN", "PCDT", "PCDTM");
    private static final List<String> TYPES = List.of("string", "float", "DATE", "E8601DT");

    private static DatasetWriter dataset(List<List<String>> rows) {
        return new DatasetWriter("PC", NAMES, TYPES, rows);
    }

    private static List<String> read(byte[] bytes, Charset charset, String... wanted) throws IOException {
        return Datasets.rows(new XptFramer(new ByteArrayInputStream(bytes), Set.of(wanted), charset));
    }

    @ParameterizedTest
    @CsvSource({
        "4110000000000000, 1",
        "C276A00000000000, -118.625",
        "401999999999999A, 0.1",
        "0000000000000000, 0",
        "421E000000000000, 30",
        "41C6666666666666, 12.4",
        "3C14F8B588E368F1, 0.00000125"
    })
    void readsNumbersOfTheSystem360(String hex, String decimal) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThat(ShortestDecimal.of(IbmNumber.value(bytes, 0, 8))).isEqualTo(decimal);
    }

    @Test
    void readsEveryDecimalThatWasWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = java.math.BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000L, random.nextInt(9))
                    .stripTrailingZeros()
                    .toPlainString();
            assertThat(ShortestDecimal.of(IbmNumber.value(DatasetWriter.number(text), 0, 8)))
                    .isEqualTo(text);
        }
    }

    @Test
    void readsNumbersDatesAndMissingValues() throws IOException {
        byte[] bytes = dataset(List.of(
                        List.of("01-001", "12.4", "19725", "1704269700"), Arrays.asList("01-002", null, null, null)))
                .xpt(US_ASCII);
        assertThat(read(bytes, US_ASCII, "--STRESN", "DOMAIN"))
                .containsExactly(
                        "USUBJID|--STRESN|PCDT|PCDTM|DOMAIN",
                        "01-001|12.4|2014-01-02|2014-01-02T08:15:00|PC",
                        "01-002||||PC");
    }

    @Test
    void readsShortNumbers() {
        assertThat(IbmNumber.value(new byte[] {0x42, 0x1E}, 0, 2)).isEqualTo(30);
        assertThat(IbmNumber.isMissing(new byte[] {'.', 0, 0}, 0, 3)).isTrue();
        assertThat(IbmNumber.isMissing(new byte[] {'Q', 0, 0}, 0, 3)).isTrue();
        assertThat(IbmNumber.isMissing(new byte[] {'A', 0, 1}, 0, 3)).isFalse();
    }

    @Test
    void takesBlanksForRowsWhereTheyBeginBeforeTheLastRecord() throws IOException {
        DatasetWriter texts = new DatasetWriter(
                "X",
                List.of("A", "B"),
                List.of("string", "string"),
                List.of(
                        List.of("a".repeat(30), "b"),
                        Arrays.asList(null, null),
                        Arrays.asList(null, null),
                        Arrays.asList(null, null),
                        List.of("c", "d"),
                        Arrays.asList(null, null)));
        assertThat(read(texts.xpt(US_ASCII), US_ASCII))
                .containsExactly("A|B", "a".repeat(30) + "|b", "|", "|", "|", "c|d", "|");
    }

    @Test
    void refusesARowInAnotherCharset() throws IOException {
        byte[] bytes = dataset(List.of(Arrays.asList("é", "1", null, null), Arrays.asList("e", "2", null, null)))
                .xpt(UTF_8);
        assertThat(read(bytes, US_ASCII)).contains("BAD_ENCODING 1", "e|2||");
        assertThat(read(bytes, UTF_8)).contains("é|1||");
        assertThat(read(bytes, Charset.forName("windows-1252"))).contains("Ã©|1||");
    }

    @Test
    void refusesSeveralDatasetsVersion8AndOtherFiles() throws IOException {
        byte[] one = dataset(List.of(Arrays.asList("e", "2", null, null))).xpt(US_ASCII);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(one);
        two.write(one, 240, one.length - 240);
        assertThat(read(two.toByteArray(), US_ASCII))
                .last()
                .asString()
                .startsWith("OTHER_FORMAT 0: The file holds more");
        byte[] eight = one.clone();
        System.arraycopy("LIBV8  ".getBytes(US_ASCII), 0, eight, 20, 7);
        assertThat(read(eight, US_ASCII))
                .containsExactly(
                        "OTHER_VERSION 0: This is a transport file of version 8, of which only version 5 is read: let the sender"
                                + " export the dataset again as XPT version 5.");
        assertThat(read(new byte[100], US_ASCII)).last().asString().startsWith("OTHER_FORMAT");
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(Arrays.asList("01-00" + i, "" + i, null, null));
        }
        byte[] bytes = dataset(rows).xpt(US_ASCII);
        for (int end = 0; end < bytes.length - 80; end += 7) {
            List<String> read = read(Arrays.copyOf(bytes, end), US_ASCII);
            // At the border of an observation nothing tells.
            boolean atBorder = end % 80 == 0 && end > 1360 && (end - 1360) % 31 == 0;
            if (!atBorder) {
                assertThat(read).as("%s", end).last().asString().containsPattern("CUT_OFF|MALFORMED|OTHER_FORMAT");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void deliversWhatItCountsOfDamagedFiles(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] sample = dataset(List.of(
                        List.of("01-001", "12.4", "19725", "1704269700"), Arrays.asList("01-002", null, null, null)))
                .xpt(US_ASCII);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes =
                    Arrays.copyOf(sample, random.nextInt(4) == 0 ? random.nextInt(sample.length) : sample.length);
            for (int n = random.nextInt(8); n >= 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            XptFramer framer = new XptFramer(new ByteArrayInputStream(bytes), Set.of("--ORRES"), US_ASCII);
            List<String> rows = Datasets.rows(framer);
            long tables = rows.stream().filter(r -> r.contains(": ")).count();
            assertThat(framer.rows()).isEqualTo(Math.max(0, rows.size() - tables - (rows.size() == tables ? 0 : 1)));
            assertThat(framer.next()).isNull();
        }
    }
}
