package io.assayhub.parse.elispot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One plate: its counts, and what was in its wells. */
final class Plate {
    /**
     * A row in the making.
     *
     * @param values in the order of the framer's columns
     * @param several whether there are more wells than agreed
     */
    record Made(List<String> values, boolean several, long line, long offset) {}

    /** The wells of one sample and stimulus. */
    private record Wells(List<String> parts, List<String> counts, long line, long offset) {}

    private final PlateLayout layout;
    private final SpotResult results;
    private final int stimulus;
    private String name = "";
    private Grid counts;
    private Grid map;

    Plate(PlateLayout layout) {
        this.layout = layout;
        results = new SpotResult(layout);
        stimulus = layout.fields().indexOf(PlateLayout.STIMULUS);
    }

    void named(String text) {
        name = text;
    }

    void counts(Grid grid) {
        counts = grid;
    }

    void map(Grid grid) {
        map = grid;
    }

    boolean hasCounts() {
        return counts != null;
    }

    boolean hasMap() {
        return map != null;
    }

    /** The line of the first row of the map with a cell that has not the parts agreed; -1 if there is none. */
    long unfitLine() {
        for (int row = 0; row < Grid.ROWS; row++) {
            for (int column = 0; column < Grid.COLUMNS; column++) {
                String cell = map.text(row, column);
                if (!cell.isEmpty() && parts(cell).size() != layout.fields().size()) {
                    return map.line(row);
                }
            }
        }
        return -1;
    }

    private static List<String> parts(String cell) {
        return Arrays.stream(cell.split("\\|", -1)).map(String::strip).toList();
    }

    /** A row for each sample and stimulus, of a map whose cells are fit. */
    List<Made> rows(List<String> said) {
        Map<List<String>, Wells> groups = new LinkedHashMap<>();
        for (int row = 0; row < Grid.ROWS; row++) {
            for (int column = 0; column < Grid.COLUMNS; column++) {
                String cell = map.text(row, column);
                if (cell.isEmpty()) {
                    continue;
                }
                List<String> parts = parts(cell);
                long line = counts.line(row);
                long offset = counts.offset(row);
                groups.computeIfAbsent(parts, p -> new Wells(p, new ArrayList<>(), line, offset))
                        .counts
                        .add(counts.text(row, column));
            }
        }
        List<Made> made = new ArrayList<>();
        Map<List<String>, List<String>> background = new LinkedHashMap<>();
        groups.values().stream()
                .filter(this::isBackground)
                .forEach(wells -> background
                        .computeIfAbsent(sample(wells), s -> new ArrayList<>())
                        .addAll(wells.counts));
        groups.values().forEach(wells -> made.add(row(wells, background.getOrDefault(sample(wells), List.of()), said)));
        return made;
    }

    private Made row(Wells wells, List<String> background, List<String> said) {
        int cellsPart = layout.fields().indexOf(PlateLayout.CELLS_PER_WELL);
        String cells = cellsPart < 0 ? layout.cellsPerWell() : wells.parts.get(cellsPart);
        List<String> values = new ArrayList<>();
        values.add(name);
        values.addAll(wells.parts);
        values.add(isBackground(wells) ? "background" : "antigen");
        if (cellsPart < 0) {
            values.add(cells);
        }
        values.add(results.mean(background));
        values.add(results.of(wells.counts, background, cells));
        for (int i = 0; i < layout.wells(); i++) {
            values.add(i < wells.counts.size() ? wells.counts.get(i) : "");
        }
        values.addAll(said);
        return new Made(values, wells.counts.size() > layout.wells(), wells.line, wells.offset);
    }

    private boolean isBackground(Wells wells) {
        return layout.background().contains(wells.parts.get(stimulus).toLowerCase(Locale.ROOT));
    }

    /** All that the map says but the stimulus. */
    private List<String> sample(Wells wells) {
        List<String> sample = new ArrayList<>(wells.parts);
        sample.remove(stimulus);
        return sample;
    }
}
