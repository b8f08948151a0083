package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** RFC 4180 section 2 clause by clause, and what it leaves open, each at every chunk size of the stream. */
class Rfc4180Test {

    private record Case(String name, String input, List<String> frames) {

        static Case of(String name, String input, String... frames) {
            return new Case(
                    name,
                    input,
                    Stream.concat(Stream.of(frames), Stream.of("end")).toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> framesAsTheClauseSays() {
        return Stream.of(
                        Case.of("2.1 each record on a line", "aaa,bbb\r\nzzz,yyy\r\n", "1: aaa|bbb", "2: zzz|yyy"),
                        Case.of("2.2 last record without line break", "aaa,bbb\r\nzzz,yyy", "1: aaa|bbb", "2: zzz|yyy"),
                        Case.of("2.4 spaces belong to a field", " a , b \r\n", "1:  a | b "),
                        Case.of("2.5 quoted or not", "\"aaa\",\"bbb\"\r\nzzz,yyy", "1: aaa|bbb", "2: zzz|yyy"),
                        Case.of("2.6 CRLF in quotes", "\"aaa\",\"b \r\nbb\"\r\nzzz,y", "1: aaa|b \\r\\nbb", "3: zzz|y"),
                        Case.of("2.6 LF in quotes", "\"a\nb\"\nc", "1: a\\nb", "3: c"),
                        Case.of("2.6 CR in quotes", "\"a\rb\"\rc", "1: a\\rb", "3: c"),
                        Case.of("2.6 LF CR in quotes are two breaks", "\"a\n\rb\"\nc", "1: a\\n\\rb", "4: c"),
                        Case.of("2.6 break first and last in quotes", "\"\n\",\"\r\n\"\nc", "1: \\n|\\r\\n", "4: c"),
                        Case.of("2.6 delimiter in quotes", "\"a,b\",c", "1: a,b|c"),
                        Case.of("2.7 doubled quote", "\"aaa\",\"b\"\"bb\",\"ccc\"", "1: aaa|b\"bb|ccc"),
                        Case.of("2.7 nothing but a doubled quote", "\"\"\"\"\n", "1: \""),
                        Case.of("2.7 doubled quotes at both ends", "\"\"\"a\"\"\",b", "1: \"a\"|b"),
                        Case.of("2.7 three doubled quotes", "\"\"\"\"\"\"\"\"", "1: \"\"\""),
                        Case.of("escape is per field", "\"a\"\"\",\"b\",c\"\"d", "1: a\"|b|c\"\"d"),
                        Case.of("no input", ""),
                        Case.of("empty fields", ",,\n,", "1: ||", "2: |"),
                        Case.of("empty quoted fields", "\"\",\"\"\n\"\"", "1: |", "2: "),
                        Case.of("delimiter before the end", "a,", "1: a|"),
                        Case.of("delimiter before a line end", "a,\rb,\r\n", "1: a|", "2: b|"),
                        Case.of("delimiter after a quoted field at the end", "\"a\",", "1: a|"),
                        Case.of("delimiter after a quoted field and a line end", "\"a\",\n\"b\",\r", "1: a|", "2: b|"),
                        Case.of("LF, CRLF and CR mixed", "a\nb\r\nc\rd", "1: a", "2: b", "3: c", "4: d"),
                        Case.of("blank lines of each kind", "\n\r\n\ra\n\n\r\r\n\nb", "4: a", "9: b"),
                        Case.of("line of spaces is a row", "a\n  \nb", "1: a", "2:   ", "3: b"),
                        Case.of("line of delimiters is a row", "a,b\n,\n", "1: a|b", "2: |"),
                        Case.of("tab is text", "a\tb,c", "1: a\\tb|c"),
                        Case.of("quote within an unquoted field is text", "5\" x,a\"b\"\nc", "1: 5\" x|a\"b\"", "2: c"),
                        Case.of("quote after a space is text", " \"a\", b", "1:  \"a\"| b"),
                        Case.of("byte order mark", "\uFEFFa,b\nc", "1: a|b", "2: c"),
                        Case.of("byte order mark before a quote", "\uFEFF\"a\",b", "1: a|b"),
                        Case.of("byte order mark alone", "\uFEFF"),
                        Case.of("byte order mark later is text", "a\n\uFEFFb", "1: a", "2: \uFEFFb"),
                        Case.of("two to four byte UTF-8", "µg,€,\"𝛼\"\nλ", "1: µg|€|𝛼", "2: λ"),
                        Case.of("text after a closing quote", "a\n\"b\"c,d\ne", "1: a", "2: TEXT_AFTER_QUOTE", "3: e"),
                        Case.of("space after a closing quote", "\"b\" ,d\ne", "1: TEXT_AFTER_QUOTE", "2: e"),
                        Case.of("unclosed quote", "a,\"b", "1: UNCLOSED_QUOTE"),
                        Case.of("lone quote", "\"", "1: UNCLOSED_QUOTE"),
                        Case.of("unclosed after doubled", "\"\"\"\na", "1: UNCLOSED_QUOTE", "2: a"),
                        Case.of("NUL", "a\nb\0,c\nd", "1: a", "2: NUL_BYTE", "3: d"),
                        Case.of("NUL after a closing quote", "\"a\"\0\nb", "1: TEXT_AFTER_QUOTE", "2: b"))
                .map(c -> DynamicTest.dynamicTest(
                        c.name(),
                        () -> assertThat(Framing.rfc4180().lines(c.input())).isEqualTo(c.frames())));
    }

    @TestFactory
    Stream<DynamicTest> takesEveryDelimiterAndQuoteOfADialect() {
        return Stream.of(',', ';', '\t', '|', ' ', 'x')
                .flatMap(delimiter -> Stream.of('"', '\'')
                        .map(quote -> DynamicTest.dynamicTest("U+%04X and %s".formatted((int) delimiter, quote), () -> {
                            CsvDialect dialect = new CsvDialect(delimiter, quote, StandardCharsets.UTF_8, 1024);
                            String input = "a%1$s%2$sb%1$s%2$s%2$sc%2$s%1$s\nd".formatted(delimiter, quote);
                            String inner = delimiter == '\t' ? "\\t" : delimiter.toString();
                            assertThat(Framing.of(dialect).lines(input))
                                    .containsExactly("1: a|b" + inner + quote + "c|", "2: d", "end");
                        })));
    }
}
