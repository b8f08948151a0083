package io.assayhub.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of a source, each with what has to be agreed to read it as a table. */
public sealed interface Form {
    /** What it is called in an agreement, with its standard. */
    String name();

    /** How dates and times are written where a column does not say: a pattern, or null for ISO 8601. */
    default String moments() {
        return null;
    }

    /**
     * Delimited text (RFC 4180).
     *
     * @param skip physical lines above the header, or above the first line that may be it
     * @param headerRow what the header's line looks like, if its number is not agreed
     * @param endAt what the first line below the table looks like, if something stands there
     */
    record Csv(char delimiter, int maxRowBytes, int skip, Optional<Pattern> headerRow, Optional<Pattern> endAt)
            implements Form {
        @Override
        public String name() {
            return "delimited text (RFC 4180)";
        }
    }

    /** HL7 v2 result messages; the charset is that of messages that say none in MSH-18. */
    record Hl7v2() implements Form {
        @Override
        public String name() {
            return "HL7 v2 result messages (ORU^R01, ORU^R30, OUL^R22 of 2.3 to 2.8)";
        }

        @Override
        public String moments() {
            return "hl7";
        }
    }

    /** Result messages of analysers; the charset is that of all of them. */
    record Astm() implements Form {
        @Override
        public String name() {
            return "ASTM E1394 result messages (CLSI LIS2-A2)";
        }

        /** Dates and times are written the same way there. */
        @Override
        public String moments() {
            return "hl7";
        }
    }
}
