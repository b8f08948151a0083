package io.assayhub.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** FHIR R4 in JSON, in UTF-8 by its standard. */
    record Fhir() implements Form {
        @Override
        public String name() {
            return "FHIR R4 in JSON (Bundle, Observation, DiagnosticReport, NDJSON)";
        }
    }

    /**
     * What FlowJo's Table Editor exports as text.
     *
     * @param endAt what the first line below the samples looks like, if not as FlowJo's means and deviations
     */
    record FlowJo(char delimiter, Optional<Pattern> endAt) implements Form {
        @Override
        public String name() {
            return "FlowJo table export (samples down, populations across)";
        }
    }

    /**
     * Plates of an ELISpot reader as text: grids of counts, each with a grid that says what was in the wells.
     *
     * @param fields what the parts of a cell of that grid are called
     * @param plate a line that names a plate, in its group {@code plate}
     * @param counts the title of the grids of counts, where there are others
     * @param map the title of the grids that say what was in the wells
     * @param background stimuli of the negative controls, in small letters
     * @param offScale what stands for more spots than can be counted, in small letters
     * @param cellsPerWell if all wells have the same
     * @param wells of one sample and stimulus on a plate, at most
     * @param lines columns that stand in lines of their own, each with a pattern whose group {@code value} is the text
     */
    record EliSpot(
            char delimiter,
            List<String> fields,
            Optional<Pattern> plate,
            Optional<Pattern> counts,
            Pattern map,
            Set<String> background,
            Set<String> offScale,
            Optional<String> cellsPerWell,
            int wells,
            Map<String, Pattern> lines)
            implements Form {
        @Override
        public String name() {
            return "ELISpot plates as text (grids of 8 by 12 wells: counts, and a map of what was in them)";
        }
    }

    /**
     * Bar-delimited records of the CDISC Laboratory Data Model, without a header.
     *
     * @param fields what the fields of a line are called, in their order
     */
    record CdiscLab(List<String> fields) implements Form {
        @Override
        public String name() {
            return "CDISC Laboratory Data Model, bar-delimited, fields by their position";
        }
    }

    /** CDISC Dataset-JSON 1.1, as JSON, NDJSON or compressed: told apart by content. */
    record DatasetJson() implements Form {
        @Override
        public String name() {
            return "CDISC Dataset-JSON 1.1 (JSON, NDJSON or DSJC)";
        }
    }

    /** SAS transport files of version 5 with one dataset; the charset is that of its character variables. */
    record Xpt() implements Form {
        @Override
        public String name() {
            return "SAS transport file (XPORT, version 5)";
        }
    }

    /**
     * One sheet of an Excel workbook.
     *
     * @param sheet its name; empty for the first
     * @param skip rows above the header, or above the first row that may be it
     * @param headerRow what one cell of the header's row looks like, if its number is not agreed
     * @param endAt what the first filled cell of the first row below the table looks like, if something stands there
     */
    record Xlsx(Optional<String> sheet, int skip, Optional<Pattern> headerRow, Optional<Pattern> endAt)
            implements Form {
        @Override
        public String name() {
            return "Excel workbook (Office Open XML, .xlsx)";
        }
    }
}
