package io.assayhub.registry;

import io.assayhub.config.RegistryConfig;
import io.assayhub.config.RegistryConfig.Column;
import io.assayhub.config.RegistryConfig.Field;
import io.assayhub.config.SubjectRules;
import io.assayhub.config.SubjectRules.Canonical;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Rejected;
import io.assayhub.model.SubjectId;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.wire.SubjectRecord.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one registry's table to registrations. Only declared columns are looked at. Used once. */
public final class RegistryFileParser {
    private static final int ARM = 100;

    private final RegistryConfig config;
    private final SubjectRules rules;
    private final long asOf;
    private final ListTable table;

    /** @param asOf when the file came, in milliseconds since 1970 */
    public RegistryFileParser(RegistryConfig config, SubjectRules rules, long asOf) {
        this.config = config;
        this.rules = rules;
        this.asOf = asOf;
        this.table = new ListTable(config.table(), config.missing());
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
        Map<String, Boolean> columns = new LinkedHashMap<>();
        config.columns().forEach(c -> columns.put(c.header(), !c.optional()));
        if (config.status().column() != null) {
            columns.put(config.status().column(), true);
        }
        ListTable.Found found = table.read(in, columns, new ListTable.Sink<E>() {
            @Override
            public void row(ListTable.Row row) throws IOException, E {
                List<Bad> bad = new ArrayList<>();
                Optional<Registration> registration = registration(row, bad);
                if (bad.isEmpty() && registration.isPresent()) {
                    sink.registration(registration.get());
                } else {
                    Bad first = bad.get(0);
                    sink.rejected(row.rejected(first.code, first.column, first.detail));
                }
            }

            @Override
            public void rejected(Rejected rejected) throws IOException, E {
                sink.rejected(rejected);
            }
        });
        List<String> identifying =
                config.identifying().stream().filter(table::has).sorted().toList();
        return new Summary(found.refusal(), found.rows(), identifying);
    }

    private Optional<Registration> registration(ListTable.Row row, List<Bad> bad) {
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
            String alias = column.to() == Field.ALIAS ? row.cell(column.header()) : null;
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

    private String status(ListTable.Row row, List<Bad> bad) {
        RegistryConfig.Status status = config.status();
        String cell = row.cell(status.column());
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

    private String required(ListTable.Row row, Field field, List<Bad> bad) {
        String value = value(row, field);
        if (value == null) {
            bad.add(new Bad(ErrorCode.VALUE_MISSING, headerOf(field), ErrorCode.VALUE_MISSING.meaning()));
        }
        return value == null ? "" : value;
    }

    private String value(ListTable.Row row, Field field) {
        return row.cell(headerOf(field));
    }

    private String headerOf(Field field) {
        return config.columns().stream()
                .filter(c -> c.to() == field)
                .map(Column::header)
                .findFirst()
                .orElse(null);
    }
}
