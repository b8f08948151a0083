package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.RefusedTable.Fault;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;

/** What MSH says of how its message is to be read, or why it is not read. */
sealed interface MessageHeader {
    /**
     * A message that is read.
     *
     * @param specimenFirst whether SPM stands above the orders of its specimen (OUL) or below the results of its order (ORU)
     * @param processing MSH-11.1 as it stands
     */
    record Read(Delimiters delimiters, Charset charset, boolean specimenFirst, String processing)
            implements MessageHeader {}

    /** A message that is not read, with which nothing of its source counts. */
    record Refused(Fault fault, String detail) implements MessageHeader {}

    /** Of versions 2.3 to 2.8. */
    Set<String> VERSIONS =
            Set.of("2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2");

    /** Names of messages that are none of results, for the sender to recognise. */
    Set<String> OTHER_MESSAGES = Set.of(
            "ACK", "ADT", "BAR", "CRM", "CSU", "DFT", "MDM", "MFN", "OMG", "OML", "OMP", "ORL", "ORM", "ORR", "ORF",
            "OSM", "QBP", "QRY", "REF", "RSP", "SIU", "SSU", "TCU", "VXU");

    /** Table 0211, and the names that senders use instead. */
    Map<String, Charset> CHARSETS = Map.of(
            "ASCII", US_ASCII,
            "US-ASCII", US_ASCII,
            "8859/1", ISO_8859_1,
            "ISO-8859-1", ISO_8859_1,
            "8859/15", Charset.forName("ISO-8859-15"),
            "ISO-8859-15", Charset.forName("ISO-8859-15"),
            "UNICODE UTF-8", UTF_8,
            "UTF-8", UTF_8);

    /** Reads an MSH segment. */
    static MessageHeader of(SegmentReader segment, Charset agreed) {
        Delimiters delimiters = Delimiters.of(segment.bytes(), segment.start(), segment.end());
        if (delimiters == null) {
            return new Refused(
                    Fault.MALFORMED,
                    "MSH-1 and MSH-2 have to be the delimiters, each another sign: for most senders MSH|^~\\&.");
        }
        String type = part(segment, 9, 1, delimiters);
        String event = part(segment, 9, 2, delimiters);
        boolean isOru = type.equals("ORU") && Set.of("", "R01", "R30").contains(event);
        boolean isOul = type.equals("OUL") && event.equals("R22");
        if (!isOru && !isOul) {
            String what = OTHER_MESSAGES.contains(type) ? "This is " + type + "." : "This is another message.";
            return new Refused(
                    Fault.OTHER_MESSAGE,
                    "Of the messages that MSH-9 names ORU^R01, ORU^R30 and OUL^R22 are read. " + what);
        }
        if (!VERSIONS.contains(part(segment, 12, 1, delimiters))) {
            return new Refused(Fault.OTHER_VERSION, "Of the versions that MSH-12 names 2.3 to 2.8 are read.");
        }
        String name = part(segment, 18, 1, delimiters);
        Charset charset = name.isEmpty() ? agreed : CHARSETS.get(name);
        if (charset == null) {
            return new Refused(
                    Fault.OTHER_CHARSET,
                    "Of the character sets that MSH-18 names ASCII, 8859/1, 8859/15 and UNICODE UTF-8 are read.");
        }
        return new Read(delimiters, charset, isOul, part(segment, 11, 1, delimiters));
    }

    /** A component of a field's first repetition as it stands, if it can be one of our words; else a word that is none. */
    private static String part(SegmentReader segment, int field, int component, Delimiters delimiters) {
        int to = segment.to(field - 1);
        int from = Math.min(segment.from(field - 1), to);
        String text = new String(segment.bytes(), from, Math.min(to - from, 200), ISO_8859_1);
        int repetition = text.indexOf(delimiters.repetition());
        String[] parts = (repetition < 0 ? text : text.substring(0, repetition))
                .split(java.util.regex.Pattern.quote("" + (char) delimiters.component()), -1);
        return component <= parts.length ? parts[component - 1].strip() : "";
    }
}
