package io.assayhub.cli;

import io.assayhub.config.FeedConfig.Wrapped;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The beginning of a delimited table as it was found in a file.
 *
 * @param mark whether it starts with a byte order mark
 * @param preamble physical lines above the header
 * @param headers stripped, in order of the table
 * @param rows the first data rows, all with as many cells as there are headers, each stripped
 * @param whole whether these are all rows of the file
 * @param refused rows among them that could not be framed
 * @param allRows data rows of the whole file; empty unless the preamble gave a reason to count them
 * @param wrapped what the table came in, if it did not come plain
 */
record DraftTable(
        Charset charset,
        boolean mark,
        char delimiter,
        List<String> preamble,
        List<String> headers,
        List<List<String>> rows,
        boolean whole,
        long refused,
        OptionalLong allRows,
        Optional<Wrapped> wrapped) {

    DraftTable {
        preamble = List.copyOf(preamble);
        headers = List.copyOf(headers);
        rows = List.copyOf(rows);
    }
}
