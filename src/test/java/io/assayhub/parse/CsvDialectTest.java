package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDialectTest {

    @ParameterizedTest
    @ValueSource(chars = {'\n', '\r', '\0', 'µ', '"'})
    void refusesADelimiterThatCannotBeFoundOnBytes(char delimiter) {
        assertThatIllegalArgumentException().isThrownBy(() -> CsvDialect.of(delimiter, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\n', '\r', '\0', '“', ','})
    void refusesAQuoteThatCannotBeFoundOnBytes(char quote) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CsvDialect(',', quote, StandardCharsets.UTF_8, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "Shift_JIS", "ISO-8859-15", "IBM500"})
    void refusesACharsetInWhichAsciiBytesMayMeanOtherThings(String charset) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvDialect.of(',', Charset.forName(charset)))
                .withMessageContaining(charset);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, CsvDialect.LARGEST_ROW_BYTES + 1})
    void refusesARowLimitOutOfBounds(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvDialect.rfc4180().withMaxRowBytes(bytes))
                .withMessageContaining(Integer.toString(bytes));
    }

    @Test
    void isRfc4180WithSixtyFourKibibytesUnlessTold() {
        assertThat(CsvDialect.rfc4180()).isEqualTo(new CsvDialect(',', '"', StandardCharsets.UTF_8, 65_536));
    }
}
