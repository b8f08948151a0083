package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramedRowTest {
    @Test
    void textIsThatOfTheRowWhateverTheRowBeforeHeld() throws IOException {
        String longText = "x".repeat(300);
        String table = String.join(
                "\n",
                "a,é,plain",
                "a,é,plain",
                "\"a\",\"é\",ab\"\"c",
                "a,e,\"ab\"\"c\"",
                "a,e,\"ab\"\"c\"",
                "a,e,ab\"\"c",
                ",," + longText,
                ",," + longText,
                "ab,,",
                "a,,x");
        List<List<String>> read = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        CsvDialect dialect = new CsvDialect(',', '"', StandardCharsets.UTF_8, 1 << 16);
        try (CsvFramer framer =
                new CsvFramer(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)), dialect)) {
            FramedRow framed = new FramedRow(3);
            for (Frame frame = framer.next(); frame instanceof CsvRow row; frame = framer.next()) {
                framed.at(row);
                // A field that was asked for in an earlier row only, and one that is asked for twice.
                read.add(
                        row.row() % 2 == 0
                                ? List.of(framed.text(0), framed.text(2), framed.text(2))
                                : List.of(framed.text(0), framed.text(1), framed.text(2)));
                expected.add(
                        row.row() % 2 == 0
                                ? List.of(row.text(0), row.text(2), row.text(2))
                                : List.of(row.text(0), row.text(1), row.text(2)));
            }
        }
        assertThat(read).hasSize(10).isEqualTo(expected);
    }
}
