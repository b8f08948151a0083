package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCSV as second opinion on well-formed tables: what it writes we read, and both read the same. */
class SecondReaderTest {

    private static final String[] PIECES = {
        "a", "IMP321", "12.5", " ", "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", "µg/mL", "λ", "€", "𝛼", "-",
        "<0.5"
    };

    private static final List<LineDelimiter> LINE_ENDS =
            List.of(LineDelimiter.LF, LineDelimiter.CRLF, LineDelimiter.CR);

    private record Read(long line, List<String> fields) {}

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void readsTheSameTableAsFastCsv(char delimiter) throws IOException {
        Random random = new Random(delimiter);
        for (int i = 0; i < 2_000; i++) {
            List<List<String>> table = table(random);
            StringWriter text = new StringWriter();
            CsvWriter.CsvWriterBuilder writer = CsvWriter.builder()
                    .fieldSeparator(delimiter)
                    .lineDelimiter(LINE_ENDS.get(random.nextInt(LINE_ENDS.size())));
            List<List<String>> rows = table;
            if (random.nextBoolean()) {
                writer.quoteStrategy(QuoteStrategies.ALWAYS);
            } else {
                // Without quotes a lone empty field is written as a blank line.
                rows = table.stream().filter(row -> !row.equals(List.of(""))).toList();
            }
            try (CsvWriter csv = writer.build(text)) {
                table.forEach(csv::writeRecord);
            }
            List<Read> ours = ours(text.toString(), delimiter, random);
            assertThat(ours).isEqualTo(fastCsv(text.toString(), delimiter));
            assertThat(ours).extracting(Read::fields).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void framesWhatItsOwnFramesWereWrittenAs(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<List<String>> table = table(random);
            StringBuilder text = new StringBuilder();
            for (List<String> fields : table) {
                for (int f = 0; f < fields.size(); f++) {
                    text.append(f == 0 ? "" : ",").append(written(fields.get(f)));
                }
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            assertThat(ours(text.toString(), ',', random))
                    .extracting(Read::fields)
                    .isEqualTo(table);
        }
    }

    private static String written(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }

    private static List<List<String>> table(Random random) {
        int columns = 1 + random.nextInt(6);
        List<List<String>> table = new ArrayList<>();
        for (int r = random.nextInt(8); r >= 0; r--) {
            List<String> fields = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                StringBuilder field = new StringBuilder();
                for (int p = random.nextInt(5); p > 0; p--) {
                    field.append(PIECES[random.nextInt(PIECES.length)]);
                }
                fields.add(field.toString());
            }
            table.add(fields);
        }
        return table;
    }

    private static List<Read> ours(String text, char delimiter, Random random) throws IOException {
        List<Read> rows = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CsvDialect dialect = CsvDialect.of(delimiter, StandardCharsets.UTF_8).withMaxRowBytes(1024);
        try (CsvFramer framer =
                new CsvFramer(Framing.chunks(bytes, 1 + random.nextInt(100)), dialect, 1 + random.nextInt(100))) {
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                assertThat(frame).isInstanceOf(CsvRow.class);
                rows.add(new Read(frame.line(), Framing.texts((CsvRow) frame)));
            }
        }
        return rows;
    }

    private static List<Read> fastCsv(String text, char delimiter) throws IOException {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(text)) {
            return reader.stream()
                    .map(csv -> new Read(csv.getStartingLineNumber(), csv.getFields()))
                    .toList();
        }
    }
}
