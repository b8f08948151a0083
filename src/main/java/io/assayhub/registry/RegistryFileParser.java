package io.assayhub.registry;

import io.assayhub.config.RegistryConfig;
import io.assayhub.config.RegistryConfig.Column;
import io.assayhub.config.RegistryConfig.Field;
import io.assayhub.config.SubjectRules;
import io.assayhub.config.SubjectRules.Canonical;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.SubjectId;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.wire.SubjectRecord.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one registry's table to registrations. Only declared columns are looked at. Used once. */
public final class RegistryFileParser {
    private static final int HEAD = 8192;
    private static final int ARM = 100;

    private final RegistryConfig config;
    private final SubjectRules rules;
    private final long asOf;
    private final Map<String, Integer> header = new LinkedHashMap<>();

    /** @param asOf when the file came, in milliseconds since 1970 */
    public RegistryFileParser(RegistryConfig config, SubjectRules rules, long asOf) {
        this.config = config;
        this.rules = rules;
        this.asOf = asOf;
    }

    /**
     * Takes what is read, row by row.
     *
     * @param <E> what else can go wrong there
     */
    public interface Sink<E extends Exception> {
        void registration(Registration registration) throws IOException, E;

        void rejected(Rejected rejected) throws IOException, E;
    }

    /**
     * What was found in a table.
     *
     * @param refusal why it cannot be read at all, or empty
     * @param rows counted by the framing layer, without the header
     * @param identifying headers found that are known to identify a person
     */
    public record Summary(Optional<Rejected> refusal, long rows, List<String> identifying) {}

    /** A cell that cannot be read. */
    private record Bad(ErrorCode code, String column, String detail) {}

    /** Reads to the end of the stream, which it does not close. */
    public <E extends Exception> Summary read(InputStream in, Sink<E> sink) throws IOException, E {
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        source.unread(head);
        FileKind kind = FileKind.sniff(head);
        if (kind == FileKind.EMPTY) {
            return refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, ErrorCode.EMPTY_FILE.meaning());
        }
        if (kind != FileKind.TEXT) {
            return refusal(
                    ErrorCode.NOT_A_TABLE, Location.WHOLE, "This is " + kind.description() + ", not a text table.");
        }
        RegistryConfig.Table table = config.table();
        CsvFramer framer =
                new CsvFramer(source, new CsvDialect(table.delimiter(), '"', table.charset(), table.maxRowBytes()));
        for (int i = 0; i < table.skip(); i++) {
            framer.readLine();
        }
        Frame first = framer.next();
        if (!(first instanceof CsvRow headerRow)) {
            return refusal(ErrorCode.NO_HEADER, Location.WHOLE, ErrorCode.NO_HEADER.meaning());
        }
        Optional<Rejected> unfit = bind(headerRow);
        if (unfit.isPresent()) {
            return new Summary(unfit, 0, identifying());
        }
        int fields = headerRow.fieldCount();
        framer.expectFields(fields);
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame instanceof CsvRow row) {
                row(row, sink);
            } else if (frame instanceof RefusedRow bad) {
                sink.rejected(bad.rejected(fields));
            }
        }
        long rows = framer.rows() + framer.refused() - 1;
        return rows == 0
                ? refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, "The table has a header and no rows.")
                : new Summary(Optional.empty(), rows, identifying());
    }

    private Optional<Rejected> bind(CsvRow row) {
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < row.fieldCount(); i++) {
            String name = SubjectRules.strip(row.text(i));
            if (header.putIfAbsent(name, i) != null) {
                twice.add(name);
            }
        }
        Map<String, Boolean> needed = new LinkedHashMap<>();
        config.columns().forEach(c -> needed.put(c.header(), !c.optional()));
        if (config.status().column() != null) {
            needed.put(config.status().column(), true);
        }
        for (Map.Entry<String, Boolean> column : needed.entrySet()) {
            String name = column.getKey();
            Location place = new Location(0, row.line(), name);
            if (twice.contains(name)) {
                return Optional.of(new Rejected(
                        ErrorCode.DUPLICATE_COLUMN, place, null, "Column '" + name + "' stands twice.", null));
            }
            if (column.getValue() && !header.containsKey(name)) {
                // No hint at what stands there instead: without a header that is a subject's row.
                return Optional.of(
                        new Rejected(ErrorCode.MISSING_COLUMN, place, null, "Column '" + name + "' is missing.", null));
            }
        }
        return Optional.empty();
    }

    private List<String> identifying() {
        return config.identifying().stream()
                .filter(header::containsKey)
                .sorted()
                .toList();
    }

    private <E extends Exception> void row(CsvRow row, Sink<E> sink) throws IOException, E {
        List<Bad> bad = new ArrayList<>();
        Optional<Registration> registration = registration(row, bad);
        if (bad.isEmpty() && registration.isPresent()) {
            sink.registration(registration.get());
            return;
        }
        Bad first = bad.get(0);
        sink.rejected(new Rejected(
                first.code, new Location(row.row() - 1, row.line(), first.column), null, first.detail, null));
    }

    private Optional<Registration> registration(CsvRow row, List<Bad> bad) {
        String study = config.study().orElseGet(() -> required(row, Field.STUDY, bad));
        String number = required(row, Field.SUBJECT, bad);
        if (!bad.isEmpty()) {
            return Optional.empty();
        }
        Optional<Canonical> canonical = rules.read(study, number);
        if (canonical.isEmpty()) {
            bad.add(new Bad(ErrorCode.BAD_SUBJECT, headerOf(Field.SUBJECT), ErrorCode.BAD_SUBJECT.meaning()));
            return Optional.empty();
        }
        List<SubjectId> aliases = new ArrayList<>();
        for (Column column : config.columns()) {
            String alias = column.to() == Field.ALIAS ? cell(row, column.header()) : null;
            if (alias != null) {
                rules.read(study, alias)
                        .ifPresentOrElse(
                                a -> aliases.add(a.subject()),
                                () -> bad.add(new Bad(
                                        ErrorCode.BAD_SUBJECT, column.header(), ErrorCode.BAD_SUBJECT.meaning())));
            }
        }
        String site = value(row, Field.SITE);
        if (site != null && !SubjectId.isValid(site)) {
            bad.add(new Bad(
                    ErrorCode.UNFIT_TEXT,
                    headerOf(Field.SITE),
                    "The site is not a code of letters, digits and . _ : - up to 64."));
        }
        String arm = value(row, Field.ARM);
        if (arm != null && (arm.length() > ARM || arm.chars().anyMatch(Character::isISOControl))) {
            bad.add(new Bad(
                    ErrorCode.UNFIT_TEXT,
                    headerOf(Field.ARM),
                    "The arm is longer than 100 characters or holds control characters."));
        }
        String status = status(row, bad);
        Claim claim = new Claim(
                number,
                null,
                null,
                status,
                site == null ? canonical.get().site() : site,
                arm,
                day(value(row, Field.START), false, bad),
                day(value(row, Field.END), true, bad),
                asOf);
        return Optional.of(
                new Registration(canonical.get().study(), canonical.get().subject(), aliases, claim, ""));
    }

    private String status(CsvRow row, List<Bad> bad) {
        RegistryConfig.Status status = config.status();
        String cell = status.column() == null ? null : cell(row, status.column());
        String code = cell == null ? status.otherwise() : status.values().getOrDefault(cell, status.otherwise());
        if (code == null) {
            bad.add(new Bad(
                    cell == null ? ErrorCode.VALUE_MISSING : ErrorCode.UNKNOWN_CODE,
                    status.column(),
                    cell == null ? ErrorCode.VALUE_MISSING.meaning() : ErrorCode.UNKNOWN_CODE.meaning()));
        }
        return code;
    }

    private String day(String text, boolean last, List<Bad> bad) {
        if (text == null) {
            return null;
        }
        Optional<String> day = last ? Day.last(text) : Day.first(text);
        if (day.isEmpty()) {
            bad.add(new Bad(
                    ErrorCode.NOT_A_TIME,
                    headerOf(last ? Field.END : Field.START),
                    "The value is not a date of ISO 8601."));
        }
        return day.orElse(null);
    }

    private String required(CsvRow row, Field field, List<Bad> bad) {
        String value = value(row, field);
        if (value == null) {
            bad.add(new Bad(ErrorCode.VALUE_MISSING, headerOf(field), ErrorCode.VALUE_MISSING.meaning()));
        }
        return value == null ? "" : value;
    }

    private String value(CsvRow row, Field field) {
        String column = headerOf(field);
        return column == null ? null : cell(row, column);
    }

    private String headerOf(Field field) {
        return config.columns().stream()
                .filter(c -> c.to() == field)
                .map(Column::header)
                .findFirst()
                .orElse(null);
    }

    /** The cell's text, or null if the column is not there, is empty or says that it has no value. */
    private String cell(CsvRow row, String column) {
        Integer field = header.get(column);
        if (field == null) {
            return null;
        }
        String text = SubjectRules.strip(row.text(field));
        return text.isEmpty() || config.missing().contains(text) ? null : text;
    }

    private Summary refusal(ErrorCode code, Location location, String detail) {
        return new Summary(Optional.of(new Rejected(code, location, null, detail, null)), 0, identifying());
    }
}
