package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.Form;
import io.assayhub.model.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A transfer as a feed's file describes it, made up and read by the feed's own reader. For each result one row, one for
 * each of its columns in which that column alone differs, and one that cannot be read. Everything that no meaning is given
 * to (columns, lines above and below the table) holds what would identify a person.
 */
final class MadeTransfer {
    /** What must not get out: names, initials, birth date, mail address, record number. */
    static final List<String> DECOYS =
            List.of("Dupont Marie-Decoy", "Q.X.Z.", "1951-04-17", "17/04/1951", "marie@decoy.invalid", "MRN-4711-0815");

    private static final String UNNAMED = "Decoy column";

    /**
     * One row.
     *
     * @param varied the column whose text differs from that of the result's first row, or null
     */
    record Row(ResultRule rule, Column varied, Map<String, String> cells) {}

    private final FeedConfig feed;
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> mapped = new LinkedHashSet<>();
    private final List<String> headers;

    MadeTransfer(CompiledFeed feed) {
        this.feed = feed.config();
        for (ResultRule rule : this.feed.results()) {
            MadeCells cells = new MadeCells(feed, rule);
            Map<String, String> usual = cells.row(null);
            mapped.addAll(usual.keySet());
            rows.add(new Row(rule, null, usual));
            for (Column column : cells.columns()) {
                if (cells.varies(column)) {
                    rows.add(new Row(rule, column, cells.row(column)));
                }
            }
        }
        Set<String> all = new LinkedHashSet<>();
        this.feed.columns().forEach(c -> all.add(c.header()));
        all.addAll(mapped);
        this.feed.exclusions().forEach(e -> all.addAll(e.when().cells().keySet()));
        this.feed.checks().runs().ifPresent(runs -> all.addAll(runs.headers()));
        all.addAll(this.feed.ignoredColumns());
        if (!this.feed.refuseUnknownColumns()) {
            all.add(UNNAMED);
        }
        headers = inOrder(new ArrayList<>(all));
    }

    /** What came of it. */
    static final class Outcome implements EntrySink {
        private final Map<Long, List<Entry>> entries = new LinkedHashMap<>();
        private final Map<Long, List<Rejected>> rejects = new LinkedHashMap<>();
        private Optional<Rejected> refusal = Optional.empty();

        /** The entries of a row, counted from 1. */
        List<Entry> entries(long row) {
            return entries.getOrDefault(row, List.of());
        }

        List<Rejected> rejects(long row) {
            return rejects.getOrDefault(row, List.of());
        }

        List<Entry> entries() {
            return entries.values().stream().flatMap(List::stream).toList();
        }

        List<Rejected> rejects() {
            return rejects.values().stream().flatMap(List::stream).toList();
        }

        /** Why nothing of it was read, or empty. */
        Optional<Rejected> refusal() {
            return refusal;
        }

        @Override
        public void normalised(Entry entry) {
            entries.computeIfAbsent(entry.place().row(), r -> new ArrayList<>()).add(entry);
        }

        @Override
        public void rejected(Rejected rejected) {
            rejects.computeIfAbsent(rejected.location().row(), r -> new ArrayList<>())
                    .add(rejected);
        }
    }

    /** The rows in which one result is as the feed describes it. */
    List<Row> rows() {
        return rows;
    }

    Outcome read(CompiledFeed compiled, TransferReader.Mode mode) throws IOException {
        Outcome outcome = new Outcome();
        TransferReader reader = compiled.reader(mode);
        TransferReader.Summary summary = feed.format().form() instanceof Form.Csv
                ? reader.read(
                        new ByteArrayInputStream(text().getBytes(feed.format().charset())), outcome)
                : reader.read(new MadeFramer(headers, cells(), facts()), outcome);
        outcome.refusal = summary.refusal();
        return outcome;
    }

    /** What the made-up source says of itself: the environment, and when it was made. */
    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (feed.transfer().order() instanceof FeedConfig.Order.Field field) {
            facts.put(
                    field.name(), MomentReader.HL7.equals(feed.format().form().moments()) ? "20060401" : "2006-04-01");
        }
        feed.environment().ifPresent(e -> e.field().ifPresent(field -> facts.put(field, e.expected())));
        return facts;
    }

    private List<List<String>> cells() {
        List<List<String>> all = new ArrayList<>();
        rows.forEach(row -> all.add(cells(row.cells(), all.size())));
        bad().forEach(row -> all.add(cells(row.cells(), all.size())));
        return all;
    }

    /** All of it: as delimited text what stands around the table too, of another form its cells. */
    String text() {
        return feed.format().form() instanceof Form.Csv csv ? text(csv) : headers + "\n" + cells();
    }

    private String text(Form.Csv csv) {
        StringBuilder text = new StringBuilder();
        above(csv).forEach(line -> text.append(line).append('\n'));
        text.append(line(csv, headers)).append('\n');
        cells().forEach(row -> text.append(line(csv, row)).append('\n'));
        csv.endAt()
                .flatMap(end -> PatternSample.of(end, 0, g -> null))
                .ifPresent(end -> text.append(end)
                        .append('\n')
                        .append(String.join(" ", DECOYS))
                        .append('\n'));
        return text.toString();
    }

    /** Rows whose cells are all of them wrong: their rejects say so without saying what stood there. */
    private List<Row> bad() {
        return rows.stream()
                .filter(row -> row.varied() == null)
                .map(row -> {
                    Map<String, String> cells = new LinkedHashMap<>(row.cells());
                    Set<String> asked = row.rule().when().cells().keySet();
                    cells.replaceAll((header, text) -> asked.contains(header) ? text : "?");
                    return new Row(row.rule(), null, cells);
                })
                .toList();
    }

    private List<String> above(Form.Csv csv) {
        List<String> above = new ArrayList<>();
        int count = rows.size() + bad().size();
        feed.preamble()
                .flatMap(p -> PatternSample.of(p.count(), 0, group -> group.equals("count") ? "" + count : null))
                .ifPresent(above::add);
        feed.environment()
                .ifPresent(e -> e.preamble()
                        .flatMap(p -> PatternSample.of(p, 0, group -> group.equals("env") ? e.expected() : null))
                        .ifPresent(above::add));
        if (csv.headerRow().isPresent()) {
            above.addAll(DECOYS);
            return above;
        }
        for (int i = above.size(); i < csv.skip(); i++) {
            above.add(DECOYS.get(i % DECOYS.size()));
        }
        return above;
    }

    /** With another header first if the header's line is not found otherwise. */
    private List<String> inOrder(List<String> any) {
        if (!(feed.format().form() instanceof Form.Csv csv) || csv.headerRow().isEmpty()) {
            return any;
        }
        for (String first : any) {
            List<String> order = new ArrayList<>(any);
            order.remove(first);
            order.add(0, first);
            if (csv.headerRow().get().matcher(line(csv, order)).matches()) {
                return order;
            }
        }
        return any;
    }

    private static String line(Form.Csv csv, List<String> cells) {
        char delimiter = csv.delimiter();
        return cells.stream().map(cell -> quoted(delimiter, cell)).collect(Collectors.joining("" + delimiter));
    }

    private static String quoted(char delimiter, String cell) {
        boolean plain = cell.indexOf(delimiter) < 0 && cell.indexOf('"') < 0;
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private List<String> cells(Map<String, String> cells, int number) {
        List<String> line = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            String decoy = DECOYS.get((i + number) % DECOYS.size());
            line.add(cells.getOrDefault(headers.get(i), decoy));
        }
        return line;
    }
}
