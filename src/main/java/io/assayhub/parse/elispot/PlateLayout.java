package io.assayhub.parse.elispot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What has to be agreed to read a reader's plates.
 *
 * @param fields what the parts of a cell of the map are called, in their order; {@link #STIMULUS} is one of them
 * @param plate a line that names the plate which begins there, in its group {@code plate}; null if none does
 * @param counts the title above the grid of counts; null: it is the only grid of a plate beside the map
 * @param map the title above the grid of the map
 * @param background stimuli of the negative control wells, in small letters
 * @param offScale words and numbers that stand for more spots than can be counted, in small letters
 * @param cellsPerWell plated; null if a part of the map's cells says it
 * @param wells how many wells of one sample and stimulus a plate has at most
 * @param lines columns that stand in a line of their own, each with a pattern whose group {@code value} is the text
 * @param decimal sign of numbers
 */
public record PlateLayout(
        List<String> fields,
        Pattern plate,
        Pattern counts,
        Pattern map,
        Set<String> background,
        Set<String> offScale,
        String cellsPerWell,
        int wells,
        Map<String, Pattern> lines,
        char decimal) {
    /** The part of a map's cell that says what the cells met. */
    public static final String STIMULUS = "Stimulus";

    /** The column with the number of cells plated, and the part of a map's cell that may say it. */
    public static final String CELLS_PER_WELL = "Cells per Well";

    /** The column with the result; empty where it cannot be computed. */
    public static final String RESULT = "SFC per Million";
}
