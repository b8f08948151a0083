package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Messages for tests, and what the framer makes of them as lines of text. */
final class Messages {
    static final String MSH = "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060314101500||ORU^R01|ID1|P|2.5.1";

    private Messages() {}

    /** Segments as they are sent. */
    static String message(String... segments) {
        return String.join("\r", segments) + "\r";
    }

    /** An ORU of 2.5.1 with a patient and these segments. */
    static String oru(String... segments) {
        return message(MSH, "PID|1||S-1^^^P003^SUBJ") + message(segments);
    }

    /** An OUL of 2.5.1 with a patient and these segments. */
    static String oul(String... segments) {
        return message(MSH.replace("ORU^R01", "OUL^R22"), "PID|1||S-1^^^P003^SUBJ") + message(segments);
    }

    static List<String> rows(String message, String... columns) {
        return rows(message.getBytes(UTF_8), StandardCharsets.US_ASCII, columns);
    }

    /** Each row as its fields with a bar between, a refused row as its reason and line, an end as its fault and line. */
    static List<String> rows(byte[] message, Charset agreed, String... columns) {
        return rows(new ByteArrayInputStream(message), agreed, columns);
    }

    static List<String> rows(InputStream in, Charset agreed, String... columns) {
        Hl7v2Framer framer = new Hl7v2Framer(in, List.of(columns), agreed);
        List<String> rows = new ArrayList<>();
        try {
            Frame frame = framer.header();
            if (frame instanceof RefusedTable end) {
                return List.of(shown(end));
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
            return end.fault() + " " + end.line();
        }
        Row row = (Row) frame;
        StringJoiner text = new StringJoiner("|");
        for (int i = 0; i < row.fieldCount(); i++) {
            text.add(row.text(i));
        }
        return text.toString();
    }
}
