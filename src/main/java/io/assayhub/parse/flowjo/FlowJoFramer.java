package io.assayhub.parse.flowjo;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.Row;
import io.assayhub.parse.TableExtent;
import io.assayhub.parse.TableFramer;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Frames what FlowJo's Table Editor exports as text: a row for each sample, a column for each statistic of a population.
 * Each cell of such a column becomes a row; columns without a bar in their header are keywords of the sample and stand in
 * each of its rows under their own names. The rows of means and deviations at the end are below the table.
 *
 * <p>A sample's line that cannot be framed is one refused row. Memory is one line of 1 MiB at most.
 */
public final class FlowJoFramer implements Framer {
    /** The columns of each row, before those of the keywords. */
    public static final List<String> COLUMNS =
            List.of("Sample", "Column", "Population", "Statistic", "Kind", "Denominator", "Value", "Events");

    private static final String SUMMARY = "(?:Mean|SD|StdDev|Median|Min|Max|CV|Geo\\. ?Mean)";

    /** A column of the export that is a population's, with the count of the same population, or -1. */
    private record Read(PopulationColumn column, int field, int events) {}

    private final TableFramer table;
    private final TextRow row = new TextRow();
    private final List<Read> populations = new ArrayList<>();
    private final List<Integer> keywords = new ArrayList<>();
    private Row sample;
    private int next;
    private boolean ended;
    private long rows;
    private long refused;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param endAt what the first line below the samples looks like; empty for FlowJo's own rows of means and deviations
     */
    public FlowJoFramer(InputStream in, CsvDialect dialect, Optional<Pattern> endAt) {
        Pattern end = endAt.orElseGet(() -> Pattern.compile(
                "(?:\"" + SUMMARY + "\"|" + SUMMARY + ")(?:" + Pattern.quote("" + dialect.delimiter()) + ".*)?"));
        table = new TableFramer(
                in,
                dialect.withMaxRowBytes(CsvDialect.LARGEST_ROW_BYTES),
                new TableExtent(0, Optional.empty(), Optional.of(end)));
    }

    @Override
    public Frame header() throws IOException {
        table.lineAbove();
        Frame first = table.header();
        if (!(first instanceof Row header)) {
            ended = true;
            return first;
        }
        Map<String, Integer> counts = new HashMap<>();
        Set<String> names = new HashSet<>();
        row.begin(1, header.line(), header.offset());
        COLUMNS.forEach(row::add);
        for (int i = 1; i < header.fieldCount(); i++) {
            String name = header.text(i).strip();
            Optional<PopulationColumn> column = PopulationColumn.of(name);
            if (column.isEmpty()) {
                if (!name.isEmpty()) {
                    keywords.add(i);
                    row.add(name);
                }
                continue;
            }
            if (!names.add(column.get().population() + '|' + column.get().statistic())) {
                return refuse(header, "A statistic of a population stands in two columns: export it once.");
            }
            populations.add(new Read(column.get(), i, -1));
            if (column.get().kind() == PopulationColumn.Kind.COUNT) {
                counts.put(column.get().population(), i);
            }
        }
        if (populations.isEmpty()) {
            return refuse(
                    header,
                    "No column is a population's: its header is the gate's path, a bar and the statistic,"
                            + " such as Live/CD3+ | Freq. of Parent.");
        }
        populations.replaceAll(p -> new Read(p.column, p.field, counts.getOrDefault(p.column.population(), -1)));
        return row;
    }

    private RefusedTable refuse(Row header, String detail) {
        ended = true;
        return new RefusedTable(Fault.OTHER_FORMAT, 1, header.line(), header.offset(), detail);
    }

    @Override
    public Frame next() throws IOException {
        if (sample == null || next == populations.size()) {
            Frame frame = ended ? null : table.next();
            if (frame == null) {
                ended = true;
                sample = null;
                return null;
            }
            rows++;
            if (!(frame instanceof Row line)) {
                sample = null;
                refused++;
                return renumbered(frame);
            }
            sample = line;
            next = 0;
        } else {
            rows++;
        }
        Read read = populations.get(next++);
        PopulationColumn column = read.column;
        row.begin(1 + rows, sample.line(), sample.offset());
        row.endsOn(sample.lastLine());
        row.add(sample.text(0));
        row.add(column.header());
        row.add(column.population());
        row.add(column.statistic());
        row.add(column.kind().text());
        row.add(column.denominator());
        row.add(
                column.kind() == PopulationColumn.Kind.SHARE
                        ? percent(sample.text(read.field))
                        : sample.text(read.field));
        row.add(read.events < 0 ? "" : sample.text(read.events));
        keywords.forEach(field -> row.add(sample.text(field)));
        return row;
    }

    private Frame renumbered(Frame frame) {
        if (frame instanceof RefusedRow bad) {
            return new RefusedRow(
                    bad.reason(),
                    1 + rows,
                    bad.line(),
                    bad.lastLine(),
                    bad.offset(),
                    bad.field(),
                    bad.problemOffset(),
                    bad.fields());
        }
        return frame;
    }

    /** Without the sign that its column is in anyway. */
    private static String percent(String text) {
        String stripped = text.strip();
        return stripped.endsWith("%")
                ? stripped.substring(0, stripped.length() - 1).strip()
                : stripped;
    }

    @Override
    public long rows() {
        return rows + table.below();
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public long below() {
        return table.below();
    }

    @Override
    public long bytes() {
        return table.bytes();
    }
}
