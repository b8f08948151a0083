package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvRowTest {

    @Test
    void givesEachFieldAsTextAndAsBytes() throws IOException {
        CsvRow row = row("ab,\"cd\",,\"\",\"e\"\"\"\"f\"\"\",µ,\"µ\"\"\",g\"\"");
        String[] texts = {"ab", "cd", "", "", "e\"\"f\"", "µ", "µ\"", "g\"\""};
        boolean[] quoted = {false, true, false, true, true, false, true, false};
        boolean[] escaped = {false, false, false, false, true, false, true, false};
        assertThat(row.fieldCount()).isEqualTo(texts.length);
        for (int i = 0; i < texts.length; i++) {
            byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
            assertThat(row.text(i)).isEqualTo(texts[i]);
            assertThat(row.bytes(i)).isEqualTo(bytes);
            assertThat(row.isEmpty(i)).isEqualTo(texts[i].isEmpty());
            assertThat(row.quoted(i)).isEqualTo(quoted[i]);
            assertThat(row.escaped(i)).isEqualTo(escaped[i]);
            assertThat(row.hash(i)).isEqualTo(Arrays.hashCode(bytes));
            assertThat(row.sameBytes(i, bytes)).isTrue();
            assertThat(row.sameBytes(i, "other".getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    @Test
    void showsTheSpanOfAFieldForReadingNumbersInPlace() throws IOException {
        CsvRow row = row("x,\"12\",345");
        assertThat(Arrays.copyOfRange(row.buffer(), row.start(1), row.end(1))).containsExactly('1', '2');
        assertThat(Arrays.copyOfRange(row.buffer(), row.start(2), row.end(2))).containsExactly('3', '4', '5');
    }

    @Test
    void holdsAnyNumberOfFields() throws IOException {
        String input = IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        assertThat(Framing.texts(row(input))).containsExactly(input.split(","));
    }

    @Test
    void refusesAFieldThatTheRowDoesNotHave() throws IOException {
        CsvRow row = row("a,b");
        assertThatThrownBy(() -> row.text(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row.quoted(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsContentOutOfItsOwnText() throws IOException {
        assertThat(row("P003-01-0001,12.5")).hasToString("CsvRow[row=1, line=1, fields=2]");
    }

    private static CsvRow row(String input) throws IOException {
        try (CsvFramer framer =
                new CsvFramer(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), CsvDialect.rfc4180())) {
            return (CsvRow) framer.next();
        }
    }
}
