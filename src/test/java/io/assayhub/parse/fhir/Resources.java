package io.assayhub.parse.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Frames resources for tests. */
final class Resources {
    private Resources() {}

    static List<String> rows(String text, String... columns) {
        return rows(new ByteArrayInputStream(text.getBytes(UTF_8)), columns);
    }

    /** Each row as its fields with a bar between, a refused row as its reason and entry, an end as its fault. */
    static List<String> rows(InputStream in, String... columns) {
        List<String> rows = new ArrayList<>();
        try {
            Framer framer = FhirFramer.open(in, List.of(columns));
            Frame frame = framer.header();
            if (frame instanceof RefusedTable end) {
                return List.of(end.fault().toString());
            }
            for (frame = framer.next(); frame != null; frame = framer.next()) {
                rows.add(shown(frame));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static String shown(Frame frame) {
        if (frame instanceof RefusedRow refused) {
            return refused.reason() + " " + refused.line();
        }
        if (frame instanceof RefusedTable end) {
            return end.fault().toString();
        }
        Row row = (Row) frame;
        StringJoiner text = new StringJoiner("|");
        for (int i = 0; i < row.fieldCount(); i++) {
            text.add(row.text(i));
        }
        return text.toString();
    }

    static String bundle(String... entries) {
        StringJoiner all =
                new StringJoiner(",", "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[", "]}");
        for (String entry : entries) {
            all.add("{\"resource\":" + entry + "}");
        }
        return all.toString();
    }

    /** With these fields beside its type. */
    static String observation(String fields) {
        return "{\"resourceType\":\"Observation\"," + fields + "}";
    }
}
