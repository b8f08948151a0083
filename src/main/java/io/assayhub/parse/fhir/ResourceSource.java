package io.assayhub.parse.fhir;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** The resources of a source in their order, whichever of FHIR's forms it has. Used by one thread. */
final class ResourceSource {
    /** In so many bytes a second line has to begin for the source to be NDJSON, of which a line can be refused alone. */
    private static final int HEAD = 64 * 1024;

    /** Bytes of a line. */
    private static final int MOST_LINE = 2 * NodeReader.MOST;

    /**
     * A source, or why it is none.
     *
     * @param unfit how to mend it; null if there is a source
     */
    record Opened(ResourceSource source, String unfit) {}

    private final InputStream lines;
    private ResourceReader reader;
    private Entry first;
    private long line;
    private long offset;
    private long lineOffset;

    private ResourceSource(InputStream in, boolean byLine, long offset) throws IOException {
        lines = byLine ? new BufferedInputStream(in) : null;
        reader = byLine ? null : new ResourceReader(in);
        this.offset = offset;
    }

    static Opened open(InputStream in) throws IOException {
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        int mark =
                head.length > 2 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
        int begin = mark;
        while (begin < head.length && isBlank(head[begin])) {
            begin++;
        }
        if (begin < head.length && head[begin] == '<') {
            return new Opened(
                    null, "This is XML: FHIR is read as JSON, application/fhir+json. Let the sender send that.");
        }
        if (begin == head.length || head[begin] != '{') {
            return new Opened(null, "This is no FHIR in JSON: a Bundle, a resource, or a resource a line.");
        }
        source.unread(head, mark, head.length - mark);
        return new Opened(new ResourceSource(source, isNdjson(head, begin), mark), null);
    }

    /** Whether an object begins on the line after one that has begun. */
    private static boolean isNdjson(byte[] head, int begin) {
        int at = begin;
        byte last = 0;
        while (at < head.length && head[at] != '\n') {
            last = isBlank(head[at]) ? last : head[at];
            at++;
        }
        while (at < head.length && isBlank(head[at])) {
            at++;
        }
        return at < head.length && head[at] == '{' && "{[,:".indexOf(last) < 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /** What a Bundle says of itself; without fields if the source is none. */
    Node.Fields bundle() {
        return reader == null || lines != null ? Node.NONE : reader.bundle();
    }

    /** Reads up to the first resource; says why that is not possible, if so. */
    RefusedTable begin() throws IOException {
        if (lines == null) {
            first = reader.begin();
        }
        return first instanceof Entry.End end ? end.refusal() : null;
    }

    /** The next resource; null at the end. */
    Entry next() throws IOException {
        if (first != null) {
            Entry begun = first;
            first = null;
            return begun;
        }
        if (lines == null) {
            return reader.next();
        }
        while (true) {
            Entry entry = reader == null ? null : reader.next();
            if (entry != null) {
                return onLine(entry);
            }
            byte[] text = line();
            if (text == null) {
                return null;
            }
            if (text.length == 0) {
                reader = null;
                return new Entry.Unfit(Reason.ROW_TOO_LONG, line, lineOffset);
            }
            reader = new ResourceReader(new ByteArrayInputStream(text));
        }
    }

    /** What breaks one line leaves the others as they are. */
    private Entry onLine(Entry entry) {
        if (entry instanceof Entry.Resource resource) {
            return new Entry.Resource(resource.fields(), resource.url(), line, lineOffset);
        }
        if (entry instanceof Entry.Unfit unfit) {
            return new Entry.Unfit(unfit.reason(), line, lineOffset);
        }
        return new Entry.Unfit(Reason.MALFORMED, line, lineOffset);
    }

    /** The next line that is not blank; empty if it is too long, null at the end. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            text.reset();
            line++;
            lineOffset = offset;
            boolean blank = true;
            boolean tooLong = false;
            int b = lines.read();
            if (b < 0) {
                return null;
            }
            while (b >= 0 && b != '\n') {
                offset++;
                blank &= isBlank((byte) b);
                if (text.size() < MOST_LINE) {
                    text.write(b);
                } else {
                    tooLong = true;
                }
                b = lines.read();
            }
            offset++;
            if (!blank) {
                return tooLong ? new byte[0] : text.toByteArray();
            }
        }
    }
}
