package io.assayhub.route.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.assayhub.model.Hash128;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The fields of a message's MSH that its answer repeats, as they stand, in the message's own delimiters; empty where it has
 * none. Bytes are taken as ISO 8859-1, so that they go back as they came.
 *
 * @param delimiters MSH-1 and MSH-2
 * @param application MSH-3
 * @param facility MSH-4
 * @param receivingApplication MSH-5
 * @param receivingFacility MSH-6
 * @param event the second component of MSH-9
 * @param controlId MSH-10
 * @param processing MSH-11
 * @param version MSH-12
 */
record RequestHeader(
        String delimiters,
        String application,
        String facility,
        String receivingApplication,
        String receivingFacility,
        String event,
        String controlId,
        String processing,
        String version) {
    private static final String USUAL = "|^~\\&";
    private static final int LONGEST = 4096;

    /** Reads the first segment; of what does not begin with MSH all is empty. */
    static RequestHeader of(byte[] message) {
        int start = message.length > 2 && message[0] == (byte) 0xEF ? 3 : 0;
        int end = start;
        while (end < message.length && end - start < LONGEST && message[end] != '\r' && message[end] != '\n') {
            end++;
        }
        String segment = new String(message, start, end - start, ISO_8859_1);
        if (!segment.startsWith("MSH") || segment.length() < 8 || Character.isLetterOrDigit(segment.charAt(3))) {
            return new RequestHeader(USUAL, "", "", "", "", "", "", "P", "2.5.1");
        }
        String[] fields = segment.split(Pattern.quote(segment.substring(3, 4)), -1);
        String encoding = field(fields, 2);
        String component = encoding.isEmpty() ? "^" : encoding.substring(0, 1);
        String[] type = field(fields, 9).split(Pattern.quote(component), -1);
        return new RequestHeader(
                segment.charAt(3) + encoding,
                field(fields, 3),
                field(fields, 4),
                field(fields, 5),
                field(fields, 6),
                type.length > 1 ? type[1] : "",
                field(fields, 10),
                field(fields, 11),
                field(fields, 12));
    }

    /** @param number of the field; MSH-1 is the sign between the fields */
    private static String field(String[] fields, int number) {
        return number - 1 < fields.length ? fields[number - 1] : "";
    }

    /** The sender's own name for the message; of one without a control id it is made of what is given. */
    String name(byte[] message) {
        String own =
                controlId.isEmpty() ? HexFormat.of().formatHex(Hash128.sha256().digest(message)) : controlId;
        return String.join("/", application, facility, own).replaceAll("\\p{Cntrl}", " ");
    }

    /** The sign between fields. */
    String separator() {
        return delimiters.substring(0, 1);
    }

    /** The sign between components. */
    String component() {
        return delimiters.length() > 1 ? delimiters.substring(1, 2) : "^";
    }
}
