package io.assayhub.config;

import io.assayhub.model.FeedName;
import io.assayhub.model.StudyId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one registry writes its list of subjects as a table. An allow-list: a column that is not named here is not read.
 *
 * @param digest the file's text
 * @param name also the name of the drop folder
 * @param columns header to what it holds
 * @param missing cells that stand for no value
 * @param identifying headers of columns that are known to identify a person: never read, their presence is reported
 */
public record RegistryConfig(
        String digest,
        String name,
        TextTable table,
        Optional<String> study,
        List<Column> columns,
        Status status,
        Set<String> missing,
        Set<String> identifying) {
    /** What a column of a registry may hold. */
    public enum Field {
        STUDY,
        SUBJECT,
        /** Another number of the same subject: its screening number, its former number. */
        ALIAS,
        SITE,
        ARM,
        START,
        END;

        /** As the file writes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A column that is read. */
    public record Column(String header, Field to, boolean optional) {}

    /**
     * Where a subject's FHIR ResearchSubject.status comes from.
     *
     * @param column header of the column that says it, or null: all have the same
     * @param values cell to status
     * @param otherwise status of a cell that {@code values} does not have; null: the row is rejected
     */
    public record Status(String column, Map<String, String> values, String otherwise) {}

    /** The registry in this file's text; complete only if no problem was added. */
    public static Optional<RegistryConfig> read(String text, String shownAs, Set<String> statuses, Problems problems) {
        int before = problems.list().size();
        Optional<RegistryConfig> registry =
                YamlValue.ofText(text, shownAs, problems).map(root -> registry(root, text, statuses));
        return problems.list().size() == before ? registry : Optional.empty();
    }

    private static RegistryConfig registry(YamlValue root, String text, Set<String> statuses) {
        String name = root.require("registry").map(YamlValue::text).orElse("");
        if (!FeedName.isValid(name)) {
            root.get("registry").ifPresent(v -> v.problem("has to be letters, digits and . _ : -"));
        } else if (!root.isNamed(name)) {
            root.get("registry").ifPresent(v -> v.problem("the file has to be named " + name + ".yaml"));
        }
        var unused = root.get("title").map(YamlValue::text);
        TextTable table = TextTable.of(root);
        Optional<String> study = root.get("study").map(value -> {
            if (!StudyId.isValid(value.text())) {
                value.problem("has to be letters, digits and . _ : -");
            }
            return value.text();
        });
        List<Column> columns = new ArrayList<>();
        root.require("columns").ifPresent(value -> columns.addAll(columns(value, study.isPresent())));
        Status status =
                root.require("status").map(value -> status(value, statuses)).orElse(new Status(null, Map.of(), null));
        Set<String> missing =
                root.get("missing").map(v -> Set.copyOf(v.texts())).orElse(Set.of());
        Set<String> identifying = new LinkedHashSet<>();
        root.get("identifying").ifPresent(value -> {
            for (YamlValue item : value.items()) {
                identifying.add(item.text());
                if (columns.stream().anyMatch(c -> c.header().equals(item.text()))) {
                    item.problem("is read as a column: what identifies a person cannot be");
                }
            }
        });
        root.refuseOthers();
        return new RegistryConfig(text, name, table, study, List.copyOf(columns), status, missing, identifying);
    }

    private static List<Column> columns(YamlValue value, boolean studyIsConstant) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            fields.put(field.text(), field);
        }
        Map<Field, String> taken = new EnumMap<>(Field.class);
        List<Column> columns = new ArrayList<>();
        value.entries().forEach((header, column) -> {
            if (!column.isMap()) {
                column.problem("has to be a mapping with 'to'");
                return;
            }
            Optional<Field> to = column.require("to").flatMap(v -> v.choice(fields));
            boolean optional = column.get("optional").flatMap(YamlValue::truth).orElse(false);
            column.refuseOthers();
            to.ifPresent(field -> {
                columns.add(new Column(header, field, optional));
                if (taken.putIfAbsent(field, header) != null && field != Field.ALIAS) {
                    column.problem("'" + field.text() + "' is column '" + taken.get(field) + "' already");
                }
            });
        });
        if (!taken.containsKey(Field.SUBJECT)) {
            value.problem("no column is the subject");
        }
        if (taken.containsKey(Field.STUDY) == studyIsConstant) {
            value.problem("the study has to be either a column or 'study'");
        }
        return columns;
    }

    private static Status status(YamlValue value, Set<String> statuses) {
        Map<String, String> choices = new LinkedHashMap<>();
        statuses.forEach(s -> choices.put(s, s));
        if (value.isScalar()) {
            return new Status(null, Map.of(), value.choice(choices).orElse(null));
        }
        Map<String, String> values = new LinkedHashMap<>();
        String column = value.require("column").map(YamlValue::text).orElse(null);
        value.require("values")
                .ifPresent(v -> v.entries()
                        .forEach((cell, status) -> status.choice(choices).ifPresent(s -> values.put(cell, s))));
        Status status = new Status(
                column,
                values,
                value.get("otherwise").flatMap(v -> v.choice(choices)).orElse(null));
        value.refuseOthers();
        return status;
    }
}
