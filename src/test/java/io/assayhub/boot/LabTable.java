package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A study's results as a laboratory's table has them, one for each accession, in ng/mL unless said otherwise. */
record LabTable(String study, String unit, Map<String, Row> rows) {
    /** One line; the accession is its key. */
    record Row(String subject, String result) {}

    LabTable {
        rows = new LinkedHashMap<>(rows);
    }

    static LabTable of(String study) {
        return new LabTable(study, "ng/mL", Map.of());
    }

    /**
     * Adds {@code each} results of every subject. Accessions are {@code SUBJECT-1}, …; values rise by one from 1.5 on, so
     * that no two rows have the same.
     */
    LabTable with(List<String> subjects, int each) {
        LabTable table = this;
        Map<String, Row> all = new LinkedHashMap<>(rows);
        for (String subject : subjects) {
            for (int i = 1; i <= each; i++) {
                all.put(subject + "-" + i, new Row(subject, (all.size() + 1) + ".5"));
            }
        }
        return new LabTable(table.study, table.unit, all);
    }

    /** Adds a row or puts another in its place. */
    LabTable with(String accession, String subject, String result) {
        Map<String, Row> all = new LinkedHashMap<>(rows);
        all.put(accession, new Row(subject, result));
        return new LabTable(study, unit, all);
    }

    LabTable without(String accession) {
        Map<String, Row> all = new LinkedHashMap<>(rows);
        all.remove(accession);
        return new LabTable(study, unit, all);
    }

    /** The first rows, as many. */
    LabTable first(int count) {
        Map<String, Row> all = new LinkedHashMap<>();
        rows.entrySet().stream().limit(count).forEach(row -> all.put(row.getKey(), row.getValue()));
        return new LabTable(study, unit, all);
    }

    /** Every result written differently, those of the first {@code count} rows. */
    LabTable rewritten(int count, UnaryOperator<String> how) {
        Map<String, Row> all = new LinkedHashMap<>(rows);
        rows.entrySet().stream()
                .limit(count)
                .forEach(row -> all.put(
                        row.getKey(),
                        new Row(
                                row.getValue().subject(),
                                how.apply(row.getValue().result()))));
        return new LabTable(study, unit, all);
    }

    /** The result column slipped down by one row: each row has its predecessor's, the first the last one's. */
    LabTable shifted() {
        Map<String, Row> all = new LinkedHashMap<>();
        List<Row> values = List.copyOf(rows.values());
        int i = values.size() - 1;
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            all.put(
                    row.getKey(),
                    new Row(
                            row.getValue().subject(),
                            values.get(i % values.size()).result()));
            i++;
        }
        return new LabTable(study, unit, all);
    }

    /** The same numbers in another unit. */
    LabTable in(String other) {
        return new LabTable(study, other, rows);
    }

    List<String> subjects() {
        return List.copyOf(
                new TreeSet<>(rows.values().stream().map(Row::subject).toList()));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder("Study,Subject,Accession,Result,Unit\r\n");
        rows.forEach(
                (accession, row) -> text.append(String.join(",", study, row.subject(), accession, row.result(), unit))
                        .append("\r\n"));
        return text.toString().getBytes(UTF_8);
    }
}
