package io.assayhub.registry;

import io.assayhub.config.SpecimenListConfig;
import io.assayhub.config.SpecimenListConfig.Column;
import io.assayhub.config.SpecimenListConfig.Field;
import io.assayhub.config.SpecimenListConfig.Statuses;
import io.assayhub.config.SubjectRules;
import io.assayhub.config.SubjectRules.Canonical;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Rejected;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one list of expected specimens. Only declared columns are looked at. Used once. */
public final class SpecimenListParser {
    private static final int LONGEST = 200;

    private final SpecimenListConfig config;
    private final SubjectRules rules;

    public SpecimenListParser(SpecimenListConfig config, SubjectRules rules) {
        this.config = config;
        this.rules = rules;
    }

    /**
     * Takes what is read, row by row.
     *
     * @param <E> what else can go wrong there
     */
    public interface Sink<E extends Exception> {
        /** Takes an expected specimen; what is returned is why it cannot be taken. */
        Optional<ErrorCode> specimen(SpecimenRecord specimen) throws IOException, E;

        void rejected(Rejected rejected) throws IOException, E;
    }

    /**
     * What was found in a table.
     *
     * @param refusal why it cannot be read at all, or empty
     * @param rows counted by the framing layer, without the header
     */
    public record Summary(Optional<Rejected> refusal, long rows) {}

    /** Reads to the end of the stream, which it does not close. */
    public <E extends Exception> Summary read(InputStream in, Sink<E> sink) throws IOException, E {
        Map<String, Boolean> columns = new LinkedHashMap<>();
        config.columns().values().forEach(c -> columns.put(c.header(), !c.optional()));
        config.statuses().ifPresent(s -> columns.put(s.column(), true));
        ListTable.Found found = new ListTable(config.table(), config.missing())
                .read(in, columns, new ListTable.Sink<E>() {
                    @Override
                    public void row(ListTable.Row row) throws IOException, E {
                        List<Rejected> bad = new ArrayList<>();
                        SpecimenRecord specimen = specimen(row, bad);
                        if (bad.isEmpty()) {
                            sink.specimen(specimen).ifPresent(c -> bad.add(row.rejected(c, null, c.meaning())));
                        }
                        if (!bad.isEmpty()) {
                            sink.rejected(bad.get(0));
                        }
                    }

                    @Override
                    public void rejected(Rejected rejected) throws IOException, E {
                        sink.rejected(rejected);
                    }
                });
        return new Summary(found.refusal(), found.rows());
    }

    /** The row's specimen; of no use if something bad was found. */
    private SpecimenRecord specimen(ListTable.Row row, List<Rejected> bad) {
        String study = config.study().orElseGet(() -> required(row, Field.STUDY, bad));
        String number = required(row, Field.SUBJECT, bad);
        Optional<Canonical> subject = bad.isEmpty() ? rules.read(study, number) : Optional.empty();
        if (bad.isEmpty() && subject.isEmpty()) {
            bad.add(rejected(row, ErrorCode.BAD_SUBJECT, headerOf(Field.SUBJECT)));
        }
        String collected = day(row, Field.COLLECTED, bad) == null ? null : row.cell(headerOf(Field.COLLECTED));
        return new SpecimenRecord(
                config.name(),
                subject.map(s -> s.study().value()).orElse(null),
                subject.map(s -> s.subject().value()).orElse(null),
                required(row, Field.VISIT, bad),
                value(row, Field.TIMEPOINT, bad),
                value(row, Field.SPECIMEN, bad),
                assay(row, bad),
                value(row, Field.ACCESSION, bad),
                status(row, collected, bad),
                day(row, Field.PLANNED, bad),
                collected);
    }

    private String assay(ListTable.Row row, List<Rejected> bad) {
        String cell = row.cell(headerOf(Field.ASSAY));
        String assay = cell == null ? null : config.assays().get(cell);
        if (cell != null && assay == null) {
            bad.add(rejected(row, ErrorCode.UNKNOWN_CODE, headerOf(Field.ASSAY)));
        }
        return assay;
    }

    private Status status(ListTable.Row row, String collected, List<Rejected> bad) {
        if (config.statuses().isEmpty()) {
            return collected == null ? Status.PLANNED : Status.COLLECTED;
        }
        Statuses statuses = config.statuses().get();
        String cell = row.cell(statuses.column());
        String word = cell == null ? statuses.otherwise() : statuses.values().getOrDefault(cell, statuses.otherwise());
        if (word == null) {
            bad.add(rejected(row, cell == null ? ErrorCode.VALUE_MISSING : ErrorCode.UNKNOWN_CODE, statuses.column()));
        }
        return word == null ? null : Status.of(word).orElseThrow();
    }

    private String day(ListTable.Row row, Field field, List<Rejected> bad) {
        String text = row.cell(headerOf(field));
        Optional<String> day = text == null ? Optional.empty() : Day.first(text);
        if (text != null && day.isEmpty()) {
            bad.add(row.rejected(ErrorCode.NOT_A_TIME, headerOf(field), "The value is not a date of ISO 8601."));
        }
        return day.orElse(null);
    }

    private String required(ListTable.Row row, Field field, List<Rejected> bad) {
        String value = value(row, field, bad);
        if (value == null) {
            bad.add(rejected(row, ErrorCode.VALUE_MISSING, headerOf(field)));
        }
        return value;
    }

    private String value(ListTable.Row row, Field field, List<Rejected> bad) {
        String value = row.cell(headerOf(field));
        if (value != null && (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl))) {
            bad.add(row.rejected(
                    ErrorCode.UNFIT_TEXT,
                    headerOf(field),
                    "The text is longer than 200 characters or holds control characters."));
        }
        return value;
    }

    private String headerOf(Field field) {
        Column column = config.columns().get(field);
        return column == null ? null : column.header();
    }

    private static Rejected rejected(ListTable.Row row, ErrorCode code, String column) {
        return row.rejected(code, column, code.meaning());
    }
}
