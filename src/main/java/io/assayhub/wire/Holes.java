package io.assayhub.wire;

import io.assayhub.model.ObservationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

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
        ID("id"),
        VERSION("version"),
        LAST_UPDATED("lastUpdated"),
        STATUS("status"),
        SUBJECT("subject");

        private final String text;

        Name(String text) {
            this.text = text;
        }

        private boolean takes(String text) {
            return switch (this) {
                case ID -> ObservationId.isValid(text);
                case VERSION -> isVersion(text);
                case LAST_UPDATED -> isInstant(text);
                case STATUS -> text.length() >= 5 && text.length() <= 16 && all(text, c -> c == '-' || isLetter(c));
                case SUBJECT ->
                    text.length() > 2
                            && text.startsWith("{")
                            && text.endsWith("}")
                            && all(text, c -> c >= ' ' && c <= '~');
            };
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

    private static boolean isVersion(String text) {
        return !text.isEmpty() && text.length() <= 9 && text.charAt(0) != '0' && all(text, Holes::isDigit);
    }

    /** Whether every digit and every sign of the pattern stands where it should. */
    private static boolean isInstant(String text) {
        String pattern = "0000-00-00T00:00:00.000Z";
        if (text.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char due = pattern.charAt(i);
            if (due == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != due) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(String text, IntPredicate test) {
        for (int i = 0; i < text.length(); i++) {
            if (!test.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static String checked(Name name, Map<Name, String> content) {
        String text = content.get(name);
        if (text == null || !name.takes(text)) {
            throw new IllegalArgumentException("hole " + name.text + " cannot hold what it was given");
        }
        return text;
    }
}
