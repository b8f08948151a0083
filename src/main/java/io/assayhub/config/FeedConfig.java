package io.assayhub.config;

import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A feed as its file states it: the data transfer agreement with one sender in executable form. The syntax is described
 * in {@code docs/feeds.md}.
 *
 * @param file as problems name it
 * @param digest the file's text, part of the mapping snapshot
 * @param contact whom to ask about its transfers
 * @param constants values that no column carries
 * @param missing cell texts that stand for an empty cell, beside the empty cell itself
 * @param ignoredColumns columns that may be there and are not read
 * @param renamed other headers that columns have had
 * @param columns meanings of the table's columns, for every result of a row
 * @param exclusions rules that leave rows out, first match counts
 * @param reported what marks, of several rows of one result, the one to be taken; empty if each row stands for itself
 * @param results which results a row holds, at least one
 * @param identity what makes a result unique, study and subject among it
 * @param zone of the local times in the file; empty when nobody knows it
 * @param siteZones zones by site, for a table whose local times are those of the sites; empty if they are not
 * @param units sender's unit to UCUM
 * @param limitsScaled whether limits as delivered already include the dilution
 * @param datedBy the meaning whose date decides which of several dated terms holds; null if none is dated
 * @param limitsSince limits that the table does not carry, by the first date (ISO 8601) on which they held
 * @param environment where a transfer says whether it is a test, if it does
 * @param blinded whether its results stay away from the topics that everybody reads until an unblinding command
 * @param acceptsOrphans whether a correction or withdrawal of a result that never came goes out
 * @param tiers which tier of a sample follows which
 * @param checks assay rules, and what becomes of what fails them
 */
public record FeedConfig(
        String file,
        String digest,
        FeedName name,
        long version,
        String title,
        Optional<Contact> contact,
        Format format,
        Optional<Preamble> preamble,
        Transfer transfer,
        Map<Meaning, String> constants,
        Set<String> missing,
        boolean refuseUnknownColumns,
        Set<String> ignoredColumns,
        Renamed renamed,
        List<Column> columns,
        List<Exclusion> exclusions,
        Optional<When> reported,
        List<ResultRule> results,
        List<Meaning> identity,
        Optional<ZoneId> zone,
        Map<String, ZoneId> siteZones,
        Tokens tokens,
        Map<String, String> units,
        boolean limitsScaled,
        Meaning datedBy,
        NavigableMap<String, AgreedLimits> limitsSince,
        Optional<Environment> environment,
        boolean blinded,
        boolean acceptsOrphans,
        Tiers tiers,
        ChecksConfig checks) {

    /** The columns for every result of a row and those of each result, but not its replicates. */
    public List<Column> allColumns() {
        List<Column> all = new ArrayList<>(columns);
        results.forEach(rule -> all.addAll(rule.columns()));
        return all;
    }

    /** How a column's dates and times are written: a pattern, or null for ISO 8601. */
    public String momentsOf(Column column) {
        return column.format() == null ? format.form().moments() : column.format();
    }

    /**
     * Whom an operator asks: an office, which outlives the person in it.
     *
     * @param address a mail address or telephone number, or null
     */
    public record Contact(String organisation, String role, String address) {}

    /**
     * What a delivery is made of.
     *
     * @param decimal the sign before the decimals of a number
     * @param wrapped what it may come in; empty if it comes as it is
     */
    public record Format(Form form, Charset charset, char decimal, Set<Wrapped> wrapped) {
        /** Whether lines may stand above the header. */
        boolean hasLinesAbove() {
            return form instanceof Form.Csv csv
                    && (csv.skip() > 0 || csv.headerRow().isPresent());
        }
    }

    /** What a delivery may come wrapped in, with nothing else beside it. */
    public enum Wrapped {
        GZIP,
        ZIP,
        /** An archive of tables that have the same header and count as one. */
        ZIP_OF_SEVERAL
    }

    /** What the lines above the header tell: a pattern with the group {@code count} for the sender's own row count. */
    public record Preamble(Pattern count) {}

    /**
     * Where a transfer says which environment it is for: in the group {@code env} of its file name, of a line above the
     * header, or in what it says of itself. Case does not matter.
     *
     * @param expected the only word that is taken
     * @param field the name of what the source says of itself, such as MSH-11
     */
    public record Environment(
            String expected, Optional<Pattern> fileName, Optional<Pattern> preamble, Optional<String> field) {
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
     * @param every how often a transfer is due at least, if that is agreed
     * @param manifest the file in which the sender states what a delivery is, if one is agreed
     * @param stopIf percent beyond which a transfer waits for a verdict; empty if none of it waits
     */
    public record Transfer(
            Kind kind,
            Accept accept,
            Order order,
            BigDecimal rejectLimitPercent,
            Map<Limit, BigDecimal> stopIf,
            Optional<Duration> every,
            Optional<SenderManifest> manifest) {
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

    /**
     * A CSV beside each delivery and the headers of its columns; null where the sender does not state it.
     *
     * @param file its name, in which <code>{name}</code> stands for the delivery's
     */
    public record SenderManifest(
            String file, char delimiter, String name, String bytes, String sha256, String rows, String environment) {
        private static final String NAME = "{name}";

        /** The manifest of a delivery. */
        public String fileOf(String delivery) {
            return file.replace(NAME, delivery);
        }

        /** Whether a file name has the form of a manifest's. */
        public boolean isFile(String fileName) {
            int at = file.indexOf(NAME);
            String before = file.substring(0, at);
            String after = file.substring(at + NAME.length());
            return fileName.length() > before.length() + after.length()
                    && fileName.startsWith(before)
                    && fileName.endsWith(after);
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

        /** A moment that the source says of itself, such as MSH-7; arrival decides between equals. */
        record Field(String name) implements Order {}
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
     * @param source what its text is made of
     * @param unitSince the units that held one after the other, each by its first date (ISO 8601); empty if one held always
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
            String system,
            Source source,
            NavigableMap<String, String> unitSince) {
        /** A column whose cells are taken whole, with one unit at most. */
        public Column(
                String header,
                Meaning to,
                Presence presence,
                String unitFrom,
                String unit,
                String format,
                Map<String, String> values,
                Other other,
                String system) {
            this(
                    header,
                    to,
                    presence,
                    unitFrom,
                    unit,
                    format,
                    values,
                    other,
                    system,
                    new Source.Whole(),
                    Collections.emptyNavigableMap());
        }

        /** The steps from the feed file's {@code columns} to this one. */
        public String[] path() {
            return source instanceof Source.Part part
                    ? new String[] {header, "into", part.group()}
                    : new String[] {header};
        }

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

    /** Limits of quantification that held for a while; null where there was none. */
    public record AgreedLimits(Measurement.Quantity lower, Measurement.Quantity upper) {}

    /** What a column's text is made of. */
    public sealed interface Source {
        /** Its cell. */
        record Whole() implements Source {}

        /** Its cell and that of another column, as a date and a time. */
        record Joined(String with) implements Source {}

        /** A named group of a pattern that matches the whole cell. */
        record Part(Pattern pattern, String group) implements Source {}
    }

    /**
     * Other headers that a column of the table has had.
     *
     * @param names other header to the header in the feed
     * @param patterns the header in the feed to a pattern for a whole header
     */
    public record Renamed(Map<String, String> names, Map<String, List<Pattern>> patterns) {
        public static final Renamed NONE = new Renamed(Map.of(), Map.of());

        /** The header under which the feed knows a column of the table. */
        public String known(String header) {
            String name = names.get(header);
            if (name != null) {
                return name;
            }
            return patterns.entrySet().stream()
                    .filter(e -> e.getValue().stream()
                            .anyMatch(p -> p.matcher(header).matches()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(header);
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
            Map<Meaning, String> constants,
            Replicates replicates) {
        /** A result that is not computed from others in its row. */
        public ResultRule(
                String name,
                String observation,
                When when,
                Set<Measurement.Kind> measurements,
                List<Column> columns,
                Map<Meaning, String> constants) {
            this(name, observation, when, measurements, columns, constants, Replicates.NONE);
        }

        /** The entry's address within its row. */
        public String address() {
            return name == null ? observation : observation + "/" + name;
        }
    }

    /**
     * The columns of the measurements that a result was computed from.
     *
     * @param columns in the order in which they are published; each has the one unit of all
     * @param sentinels numbers that stand for no measurement, to what they mean
     */
    public record Replicates(List<Column> columns, Map<String, Sentinel> sentinels) {
        public static final Replicates NONE = new Replicates(List.of(), Map.of());

        /** What a reader's sentinel number can mean. */
        public enum Sentinel {
            TOO_NUMEROUS("too-numerous"),
            NOT_DONE("not-done"),
            INVALID("invalid"),
            MISSING("missing");

            private final String text;

            Sentinel(String text) {
                this.text = text;
            }

            /** The word in feed files. */
            public String text() {
                return text;
            }
        }
    }

    /**
     * The tiers of a sample in the order in which they are done.
     *
     * @param before each tier to the one that it follows; the first to an empty text
     */
    public record Tiers(Map<String, String> before) {
        public static final Tiers NONE = new Tiers(Map.of());

        /** The tier that this one follows, or null if it is the first or not declared. */
        public String before(String tier) {
            String found = before.get(tier);
            return found == null || found.isEmpty() ? null : found;
        }
    }

    /** Words that stand for a result, compared without regard to case. */
    public record Tokens(
            Set<String> belowLimit,
            Set<String> aboveLimit,
            Set<String> notDone,
            Set<String> pending,
            Set<String> invalid,
            Set<String> tooNumerous,
            Map<String, Measurement.Qualitative> coded) {}
}
