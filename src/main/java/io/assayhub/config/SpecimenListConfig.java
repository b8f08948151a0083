package io.assayhub.config;

import io.assayhub.model.FeedName;
import io.assayhub.model.StudyId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an EDC writes its list of expected specimens as a table. Only columns that are named here are read.
 *
 * @param digest the file's text
 * @param name also the name of the drop folder
 * @param study the study of all its specimens, if no column says it
 * @param columns what is read, and where it stands
 * @param statuses the column that says whether a specimen was collected, and what its cells mean; without it, a specimen
 *     with a time of collection was collected and all others are planned
 * @param assays cell to name of an Observation mapping; a cell that is not here is rejected
 * @param missing cells that stand for no value
 */
public record SpecimenListConfig(
        String digest,
        String name,
        String title,
        TextTable table,
        Optional<String> study,
        Map<Field, Column> columns,
        Optional<Statuses> statuses,
        Map<String, String> assays,
        Set<String> missing) {

    /** What a column may hold. */
    public enum Field {
        STUDY,
        SUBJECT,
        VISIT,
        TIMEPOINT,
        SPECIMEN,
        ASSAY,
        ACCESSION,
        PLANNED,
        COLLECTED;

        /** As the file writes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A column that is read.
     *
     * @param optional whether it may be missing
     */
    public record Column(String header, boolean optional) {}

    /**
     * What the list says of a specimen.
     *
     * @param column header of the column that says it
     * @param values cell to status
     * @param otherwise status of a cell that {@code values} does not have; null: the row is rejected
     */
    public record Statuses(String column, Map<String, String> values, String otherwise) {}

    /**
     * The list in this file's text; complete only if no problem was added.
     *
     * @param words the statuses that there are
     * @param observations names of the Observation mappings
     */
    public static Optional<SpecimenListConfig> read(
            String text, String shownAs, Set<String> words, Collection<String> observations, Problems problems) {
        int before = problems.list().size();
        Optional<SpecimenListConfig> list =
                YamlValue.ofText(text, shownAs, problems).map(root -> list(root, text, words, observations));
        return problems.list().size() == before ? list : Optional.empty();
    }

    private static SpecimenListConfig list(
            YamlValue root, String text, Set<String> words, Collection<String> observations) {
        String name = root.require("specimens").map(YamlValue::text).orElse("");
        if (!FeedName.isValid(name)) {
            root.get("specimens").ifPresent(v -> v.problem("has to be letters, digits and . _ : -"));
        } else if (!root.isNamed(name)) {
            root.get("specimens").ifPresent(v -> v.problem("the file has to be named " + name + ".yaml"));
        }
        String title = root.get("title").map(YamlValue::text).orElse(name);
        TextTable table = TextTable.of(root);
        Optional<String> study = root.get("study").map(value -> {
            if (!StudyId.isValid(value.text())) {
                value.problem("has to be letters, digits and . _ : -");
            }
            return value.text();
        });
        Map<Field, Column> columns =
                root.require("columns").map(v -> columns(v, study.isPresent())).orElse(Map.of());
        Optional<Statuses> statuses = root.get("status").map(v -> statuses(v, words));
        Map<String, String> assays = assays(root, columns, observations);
        Set<String> missing =
                root.get("missing").map(v -> Set.copyOf(v.texts())).orElse(Set.of());
        root.refuseOthers();
        return new SpecimenListConfig(text, name, title, table, study, columns, statuses, assays, missing);
    }

    private static Map<Field, Column> columns(YamlValue value, boolean studyIsConstant) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            fields.put(field.text(), field);
        }
        Map<Field, Column> columns = new EnumMap<>(Field.class);
        value.entries().forEach((header, column) -> {
            if (!column.isMap()) {
                column.problem("has to be a mapping with 'to'");
                return;
            }
            Optional<Field> to = column.require("to").flatMap(v -> v.choice(fields));
            boolean optional = column.get("optional").flatMap(YamlValue::truth).orElse(false);
            column.refuseOthers();
            to.ifPresent(field -> {
                Column other = columns.putIfAbsent(field, new Column(header, optional));
                if (other != null) {
                    column.problem("'" + field.text() + "' is column '" + other.header() + "' already");
                }
            });
        });
        for (Field field : new Field[] {Field.SUBJECT, Field.VISIT}) {
            if (!columns.containsKey(field)) {
                value.problem("no column is the " + field.text());
            }
        }
        if (columns.containsKey(Field.STUDY) == studyIsConstant) {
            value.problem("the study has to be either a column or 'study'");
        }
        return columns;
    }

    private static Statuses statuses(YamlValue value, Set<String> words) {
        Map<String, String> choices = new LinkedHashMap<>();
        words.forEach(s -> choices.put(s, s));
        Map<String, String> values = new LinkedHashMap<>();
        String column = value.require("column").map(YamlValue::text).orElse("");
        value.require("values")
                .ifPresent(v -> v.entries()
                        .forEach((cell, status) -> status.choice(choices).ifPresent(s -> values.put(cell, s))));
        Statuses statuses = new Statuses(
                column,
                values,
                value.get("otherwise").flatMap(v -> v.choice(choices)).orElse(null));
        value.refuseOthers();
        return statuses;
    }

    private static Map<String, String> assays(
            YamlValue root, Map<Field, Column> columns, Collection<String> observations) {
        Map<String, String> choices = new LinkedHashMap<>();
        observations.forEach(o -> choices.put(o, o));
        Map<String, String> assays = new LinkedHashMap<>();
        Optional<YamlValue> found = root.get("assays");
        found.ifPresent(v ->
                v.entries().forEach((cell, assay) -> assay.choice(choices).ifPresent(name -> assays.put(cell, name))));
        if (found.isPresent() && !columns.containsKey(Field.ASSAY)) {
            found.get().problem("no column is the assay");
        } else if (found.isEmpty() && columns.containsKey(Field.ASSAY)) {
            root.require("assays");
        }
        return assays;
    }
}
