package io.assayhub.parse.cdisclab;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedFramer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.Row;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Frames the bar-delimited ASCII implementation of the CDISC Laboratory Data Model: a line is a result with all that is
 * known of its study, subject, visit and specimen, without a header and without quotes. What the fields are called, in their
 * order, is agreed in the feed.
 *
 * <p>A line with another number of fields is a refused row. Memory is one line of 64 KiB at most.
 */
public final class CdiscLabFramer implements Framer {
    private static final int HEAD = 64;

    /** Quotes are text: a control character that no text has stands in for them. */
    private static final char NO_QUOTE = 1;

    private final CsvFramer lines;
    private final List<String> fields;
    private final TextRow row = new TextRow();
    private long bytes;

    private CdiscLabFramer(InputStream in, Charset charset, List<String> fields) {
        lines = new CsvFramer(in, new CsvDialect('|', NO_QUOTE, charset, CsvDialect.DEFAULT_ROW_BYTES));
        this.fields = List.copyOf(fields);
        lines.expectFields(fields.size());
    }

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param fields what the fields of a line are called, in their order
     */
    public static Framer open(InputStream in, Charset charset, List<String> fields) throws IOException {
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        source.unread(head);
        return new String(head, charset).replace("\uFEFF", "").stripLeading().startsWith("<")
                ? new RefusedFramer(
                        Fault.OTHER_FORMAT,
                        "This is XML: the CDISC Laboratory Data Model is read in its bar-delimited implementation. Let the"
                                + " sender send that.")
                : new CdiscLabFramer(source, charset, fields);
    }

    @Override
    public Frame header() {
        row.begin(1, 0, 0);
        fields.forEach(row::add);
        return row;
    }

    @Override
    public Frame next() throws IOException {
        Frame frame = lines.next();
        if (frame == null) {
            return null;
        }
        bytes = frame.offset();
        // The names, which stand nowhere, are row 1.
        long number = 1 + frame.row();
        if (frame instanceof RefusedRow bad) {
            return new RefusedRow(
                    bad.reason(),
                    number,
                    bad.line(),
                    bad.lastLine(),
                    bad.offset(),
                    bad.field(),
                    bad.problemOffset(),
                    bad.fields());
        }
        Row line = (Row) frame;
        row.begin(number, line.line(), line.offset());
        for (int i = 0; i < line.fieldCount(); i++) {
            row.add(line.text(i));
        }
        return row;
    }

    @Override
    public long rows() {
        return lines.rows() + lines.refused();
    }

    @Override
    public long refused() {
        return lines.refused();
    }

    /** Where the last row begins: a line also holds initials and a birth date, and is not to be shown. */
    @Override
    public long bytes() {
        return bytes;
    }
}
