package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What MSH of a source's first message says at any place that may be read. */
final class MessageFacts {
    private final byte[] segment;
    private final MessageHeader.Read header;

    MessageFacts(SegmentReader header, MessageHeader.Read read) {
        segment = Arrays.copyOfRange(header.bytes(), header.start(), header.end());
        this.header = read;
    }

    /** The value at a place such as {@code MSH-10}; null if there is none. */
    String value(String name) {
        Optional<List<Hl7v2Path>> paths = Hl7v2Path.ofColumn(name);
        if (paths.isEmpty()) {
            return null;
        }
        SegmentReader reader = new SegmentReader(new ByteArrayInputStream(segment));
        try {
            reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FieldReader fields = new FieldReader();
        fields.of(header.delimiters(), header.charset());
        for (Hl7v2Path path : paths.get()) {
            Values value = new Values();
            if (path.segment() == Hl7v2Segment.MSH && fields.read(reader, path, value) == null && !value.isBlank(0)) {
                return new String(value.bytes(), 0, value.end(0), UTF_8).strip();
            }
        }
        return null;
    }
}
