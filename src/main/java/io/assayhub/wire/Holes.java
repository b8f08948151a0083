package io.assayhub.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The places in an Observation's bytes that only the ledger can fill. The bytes are complete but for these places, each
 * of zero width at its offset; joining them needs no parser. What may go in is a closed grammar, checked by
 * {@link #fill}: a version is a positive whole number, an instant is {@code yyyy-MM-ddTHH:mm:ss.SSSZ}, a status is one of
 * FHIR's codes, a subject is a JSON object.
 *
 * @param places offsets ascending
 */
public record Holes(List<Place> places) {
    /** What the ledger knows and the mapping does not. */
    public enum Name {
        /** The Observation's id, which another number of the same subject changes; more than one place may hold it. */
        ID("id", "[0-9a-f]{32}"),
        VERSION("version", "[1-9][0-9]{0,8}"),
        LAST_UPDATED("lastUpdated", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
        STATUS("status", "[a-z-]{5,16}"),
        SUBJECT("subject", "\\{[\\x20-\\x7e]+\\}");

        private final String text;
        private final java.util.regex.Pattern grammar;

        Name(String text, String grammar) {
            this.text = text;
            this.grammar = java.util.regex.Pattern.compile(grammar);
        }

        public String text() {
            return text;
        }

        private static Name of(String text) {
            for (Name name : values()) {
                if (name.text.equals(text)) {
                    return name;
                }
            }
            throw new IllegalArgumentException("no hole has this name");
        }
    }

    /** One hole: its name and the offset in the Observation's bytes at which its content is inserted. */
    public record Place(Name name, int offset) {}

    public Holes {
        places = List.copyOf(places);
        int last = 0;
        for (Place place : places) {
            if (place.offset() < last) {
                throw new IllegalArgumentException("hole offsets do not ascend");
            }
            last = place.offset();
        }
    }

    /** Reads the form of the header {@link HeaderName#HOLES}: {@code version@61,lastUpdated@77}. */
    public static Holes parse(String header) {
        List<Place> places = new ArrayList<>(4);
        int from = 0;
        while (from < header.length()) {
            int at = header.indexOf('@', from);
            int end = header.indexOf(',', from);
            end = end < 0 ? header.length() : end;
            if (at < from || at > end) {
                throw new IllegalArgumentException("not name@offset");
            }
            places.add(new Place(Name.of(header.substring(from, at)), Integer.parseInt(header, at + 1, end, 10)));
            from = end + 1;
        }
        return new Holes(places);
    }

    /** The header's form of these holes. */
    public String header() {
        StringBuilder out = new StringBuilder(64);
        for (Place place : places) {
            if (out.length() > 0) {
                out.append(',');
            }
            out.append(place.name().text).append('@').append(place.offset());
        }
        return out.toString();
    }

    /**
     * Joins the Observation.
     *
     * @param content text for every hole that occurs, in ASCII
     * @throws IllegalArgumentException if a text is missing or outside its grammar, or an offset outside the bytes
     */
    public byte[] fill(byte[] observation, Map<Name, String> content) {
        int length = observation.length;
        for (Place place : places) {
            length += checked(place.name(), content).length();
        }
        byte[] out = new byte[length];
        int read = 0;
        int written = 0;
        for (Place place : places) {
            if (place.offset() > observation.length) {
                throw new IllegalArgumentException("a hole lies outside the Observation");
            }
            int chunk = place.offset() - read;
            System.arraycopy(observation, read, out, written, chunk);
            read += chunk;
            written += chunk;
            String text = content.get(place.name());
            for (int i = 0; i < text.length(); i++) {
                out[written++] = (byte) text.charAt(i);
            }
        }
        System.arraycopy(observation, read, out, written, observation.length - read);
        return out;
    }

    private static String checked(Name name, Map<Name, String> content) {
        String text = content.get(name);
        if (text == null || !name.grammar.matcher(text).matches()) {
            throw new IllegalArgumentException("hole " + name.text + " cannot hold what it was given");
        }
        return text;
    }
}
