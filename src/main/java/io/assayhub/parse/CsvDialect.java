package io.assayhub.parse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * How one sender writes delimited text: RFC 4180 with a delimiter, quote and charset of its own, and a bound on a row.
 *
 * <p>Only charsets in which every ASCII byte means itself are taken, because rows are found on bytes: UTF-8, US-ASCII,
 * ISO-8859-1 and windows-1252.
 *
 * @param delimiter between fields; ASCII, neither a line break, NUL nor the quote
 * @param quote around fields that hold a delimiter, a line break or a quote (doubled); ASCII, likewise
 * @param charset of the whole stream
 * @param maxRowBytes longest row in bytes without its line end, 1 to {@value #LARGEST_ROW_BYTES}
 */
public record CsvDialect(char delimiter, char quote, Charset charset, int maxRowBytes) {

    /** Row limit unless stated otherwise, 64 KiB. */
    public static final int DEFAULT_ROW_BYTES = 64 * 1024;

    /** Upper bound of the row limit, 1 MiB: the framer keeps one longest row in memory. */
    public static final int LARGEST_ROW_BYTES = 1024 * 1024;

    private static final Set<Charset> CHARSETS = Set.of(
            StandardCharsets.UTF_8,
            StandardCharsets.US_ASCII,
            StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1252"));

    /** Refuses a dialect that cannot be framed on bytes with an {@link IllegalArgumentException}. */
    public CsvDialect {
        requireAscii("delimiter", delimiter);
        requireAscii("quote", quote);
        if (delimiter == quote) {
            throw new IllegalArgumentException("delimiter and quote must differ");
        }
        if (!CHARSETS.contains(charset)) {
            throw new IllegalArgumentException(
                    "charset must be UTF-8, US-ASCII, ISO-8859-1 or windows-1252, not " + charset);
        }
        if (maxRowBytes < 1 || maxRowBytes > LARGEST_ROW_BYTES) {
            throw new IllegalArgumentException(
                    "maxRowBytes must be 1 to " + LARGEST_ROW_BYTES + ", not " + maxRowBytes);
        }
    }

    /** The dialect with the double quote and the default row limit. */
    public static CsvDialect of(char delimiter, Charset charset) {
        return new CsvDialect(delimiter, '"', charset, DEFAULT_ROW_BYTES);
    }

    /** RFC 4180 as most senders mean it: comma, double quote, UTF-8. */
    public static CsvDialect rfc4180() {
        return of(',', StandardCharsets.UTF_8);
    }

    /** The same dialect with another row limit. */
    public CsvDialect withMaxRowBytes(int bytes) {
        return new CsvDialect(delimiter, quote, charset, bytes);
    }

    private static void requireAscii(String name, char value) {
        if (value == 0 || value > 0x7F || value == '\n' || value == '\r') {
            throw new IllegalArgumentException(name + " must be an ASCII character other than NUL, CR and LF, not U+"
                    + String.format("%04X", (int) value));
        }
    }
}
