package io.assayhub.config;

import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A feed as its file states it: the data transfer agreement with one sender in executable form. The syntax is described
 * in {@code docs/feeds.md}.
 *
 * @param file as problems name it
 * @param digest the file's text, part of the mapping snapshot
 * @param constants values that no column carries
 * @param missing cell texts that stand for an empty cell, beside the empty cell itself
 * @param ignoredColumns columns that may be there and are not read
 * @param columns meanings of the table's columns, for every result of a row
 * @param exclusions rules that leave rows out, first match counts
 * @param results which results a row holds, at least one
 * @param identity what makes a result unique, study and subject among it
 * @param zone of the local times in the file; empty when nobody knows it
 * @param units sender's unit to UCUM
 * @param limitsScaled whether limits as delivered already include the dilution
 * @param environment where a transfer says whether it is a test, if it does
 * @param blinded whether its results stay away from the topics that everybody reads until an unblinding command
 * @param acceptsOrphans whether a correction or withdrawal of a result that never came goes out
 */
public record FeedConfig(
        String file,
        String digest,
        FeedName name,
        long version,
        String title,
        Table table,
        Optional<Preamble> preamble,
        Transfer transfer,
        Map<Meaning, String> constants,
        Set<String> missing,
        boolean refuseUnknownColumns,
        Set<String> ignoredColumns,
        List<Column> columns,
        List<Exclusion> exclusions,
        List<ResultRule> results,
        List<Meaning> identity,
        Optional<ZoneId> zone,
        Tokens tokens,
        Map<String, String> units,
        boolean limitsScaled,
        Optional<Environment> environment,
        boolean blinded,
        boolean acceptsOrphans) {

    /** A delimited text table; {@code skip} physical lines stand above the header. */
    public record Table(Charset charset, char delimiter, char decimal, int maxRowBytes, int skip) {}

    /** What the lines above the header tell: a pattern with the group {@code count} for the sender's own row count. */
    public record Preamble(Pattern count) {}

    /**
     * Where a transfer says which environment it is for: in the group {@code env} of its file name, of a line above the
     * header, or both. Case does not matter.
     *
     * @param expected the only word that is taken
     */
    public record Environment(String expected, Optional<Pattern> fileName, Optional<Pattern> preamble) {
        /** Whether a word found in a transfer is the expected one. */
        public boolean isExpected(String found) {
            return expected.equalsIgnoreCase(found);
        }
    }

    /** What a feed may limit: a transfer that brings more of it waits for a person. */
    public enum Limit {
        NEW("new"),
        CORRECTED("corrected"),
        WITHDRAWN("withdrawn"),
        MISSING("missing"),
        REJECTED("rejected"),
        HELD("held");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        /** The word in feed files and manifests. */
        public String text() {
            return text;
        }
    }

    /**
     * How the sender delivers.
     *
     * @param stopIf percent beyond which a transfer waits for a verdict; empty if none of it waits
     */
    public record Transfer(
            Kind kind, Accept accept, Order order, BigDecimal rejectLimitPercent, Map<Limit, BigDecimal> stopIf) {
        public Transfer {
            stopIf = Map.copyOf(stopIf);
        }

        /** Whether each transfer repeats everything or holds only what is new. */
        public enum Kind {
            CUMULATIVE,
            INCREMENTAL
        }

        /** Whether a transfer stands or falls as one. */
        public enum Accept {
            WHOLE_TRANSFER,
            PER_RESULT
        }
    }

    /** What decides which of two transfers is the newer. */
    public sealed interface Order {
        /** The moment of first intake. */
        record Arrival() implements Order {}

        /**
         * The group {@code order} of the file name, read as digits; arrival decides between equals.
         *
         * @param consecutive whether each number is one more than the last, so that a missing transfer can be told
         */
        record FileName(Pattern pattern, boolean consecutive) implements Order {}
    }

    /**
     * One column.
     *
     * @param header its text in the header row
     * @param presence whether column and cell may be missing
     * @param unitFrom header of the column that holds its unit, or null
     * @param unit its unit when no column holds it, as the sender writes it or in UCUM, or null
     * @param format date and time pattern, or null for ISO 8601
     * @param values sender's word to the hub's word; empty if words are taken as they are
     * @param other what happens to a word that is not known
     * @param system the coding system of words that are kept, or null
     */
    public record Column(
            String header,
            Meaning to,
            Presence presence,
            String unitFrom,
            String unit,
            String format,
            Map<String, String> values,
            Other other,
            String system) {
        /** Whether a column may be missing from the table, and a cell be empty. */
        public enum Presence {
            /** The column has to be there and each cell filled. */
            REQUIRED,
            /** The column has to be there, cells may be empty. */
            PRESENT,
            /** The column may be missing. */
            OPTIONAL
        }

        /** What happens to a word that neither the column's values nor the terminology know. */
        public enum Other {
            REJECT,
            KEEP
        }
    }

    /** Column header to the cell texts that match; an empty text matches an empty cell. */
    public record When(Map<String, Set<String>> cells) {
        public static final When ALWAYS = new When(Map.of());
    }

    /** Rows that are no results: calibrators, quality controls, blanks, totals. */
    public record Exclusion(When when, String reason) {}

    /**
     * One result of a row.
     *
     * @param name tells several results of a row with one Observation apart; null if not needed
     * @param observation name of the Observation file
     * @param measurements the kinds of measurement it applies to; empty for all
     */
    public record ResultRule(
            String name,
            String observation,
            When when,
            Set<Measurement.Kind> measurements,
            List<Column> columns,
            Map<Meaning, String> constants) {
        /** The entry's address within its row. */
        public String address() {
            return name == null ? observation : observation + "/" + name;
        }
    }

    /** Words that stand for a result, compared without regard to case. */
    public record Tokens(
            Set<String> belowLimit,
            Set<String> aboveLimit,
            Set<String> notDone,
            Set<String> pending,
            Set<String> invalid,
            Map<String, Measurement.Qualitative> coded) {}
}
