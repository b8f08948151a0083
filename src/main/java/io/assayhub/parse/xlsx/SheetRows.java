package io.assayhub.parse.xlsx;

import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.ShortestDecimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks through a sheet, one filled row at a time; hidden rows and columns count like others. */
final class SheetRows {
    private static final int MOST_COLUMNS = 16_384;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,400}(\\.\\d{0,400})?([eE][+-]?\\d{1,3})?");
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");
    private static final Pattern RANGE = Pattern.compile("([A-Z]{1,3})(\\d{1,7}):([A-Z]{1,3})(\\d{1,7})");

    private final Workbook workbook;
    private final PartReader xml;
    private final List<String> cells = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private int number;
    private int column;
    private int characters;
    private Reason wrong;
    private int wrongField;
    private int mergedRow;
    private boolean merged;

    SheetRows(Workbook workbook) throws IOException {
        this.workbook = workbook;
        this.xml = workbook.sheet();
    }

    /** Reads the next row with a filled cell; false at the end of the sheet. */
    boolean next() throws IOException {
        for (int event = xml.next(); event != END_DOCUMENT; event = xml.next()) {
            if (event == START_ELEMENT && xml.name().equals("row")) {
                row();
                if (wrong != null || !cells.isEmpty()) {
                    return true;
                }
            } else if (event == START_ELEMENT && xml.name().equals("mergeCell") && mergedRow > 0) {
                merged |= covers(xml.attribute("ref"));
            }
        }
        return false;
    }

    /** To be told before the end, for merged cells stand behind the rows. */
    void watchMerged(int headerRow) {
        mergedRow = headerRow;
    }

    /** Whether cells of the watched row are merged, known at the end. */
    boolean isMerged() {
        return merged;
    }

    private boolean covers(String ref) {
        Matcher range = RANGE.matcher(ref == null ? "" : ref);
        return range.matches()
                && Integer.parseInt(range.group(2)) <= mergedRow
                && mergedRow <= Integer.parseInt(range.group(4));
    }

    private void row() throws IOException {
        int told = xml.number("r");
        if (told >= 0 && told <= number) {
            throw new UnfitWorkbookException(Fault.MALFORMED, "The rows of the sheet are not in their order.");
        }
        number = told < 0 ? number + 1 : told;
        cells.clear();
        column = -1;
        characters = 0;
        wrong = null;
        wrongField = -1;
        for (int event = xml.next(); !(event == END_ELEMENT && xml.name().equals("row")); event = xml.next()) {
            if (event == END_DOCUMENT) {
                return;
            }
            if (event == START_ELEMENT && xml.name().equals("c")) {
                cell();
            }
        }
    }

    private void cell() throws IOException {
        String ref = xml.attribute("r");
        column = ref == null ? column + 1 : columnOf(ref);
        if (column < 0 || column >= MOST_COLUMNS) {
            throw new UnfitWorkbookException(Fault.MALFORMED, "A cell of the sheet has no column that Excel has.");
        }
        String type = xml.attribute("t");
        int style = xml.number("s");
        value.setLength(0);
        boolean inValue = false;
        int phonetic = 0;
        for (int event = xml.next(); !(event == END_ELEMENT && xml.name().equals("c")); event = xml.next()) {
            if (event == END_DOCUMENT) {
                return;
            }
            if (event == START_ELEMENT) {
                phonetic += xml.name().equals("rPh") ? 1 : 0;
                inValue = phonetic == 0 && (xml.name().equals("v") || xml.name().equals("t"));
            } else if (event == END_ELEMENT) {
                phonetic -= xml.name().equals("rPh") ? 1 : 0;
                inValue = false;
            } else if ((event == CHARACTERS || event == SPACE) && inValue && value.length() < MOST_CHARACTERS) {
                value.append(xml.text());
            }
        }
        String text = text(type == null ? "n" : type, value.toString(), style);
        characters += text == null ? 0 : text.length();
        Reason reason = text == null
                ? Reason.MALFORMED
                : text.indexOf('\0') >= 0 ? Reason.NUL_BYTE : characters > MOST_CHARACTERS ? Reason.ROW_TOO_LONG : null;
        if (reason != null && wrong == null) {
            wrong = reason;
            wrongField = column;
        }
        if (wrong == null && !text.isEmpty()) {
            while (cells.size() <= column) {
                cells.add("");
            }
            cells.set(column, text);
        }
    }

    /** Null if it is an error of a formula, or nothing that its type says. */
    private String text(String type, String raw, int style) {
        return switch (type) {
            case "s" -> raw.matches("\\d{1,9}") ? unescaped(workbook.shared(Integer.parseInt(raw))) : null;
            case "str", "inlineStr" -> unescaped(raw);
            case "b" -> raw.equals("1") || raw.equals("true") ? "true" : raw.isEmpty() ? "" : "false";
            case "d" -> raw;
            case "n" -> number(raw.strip(), workbook.style(style));
            default -> null;
        };
    }

    private String number(String raw, ExcelMoment moment) {
        if (raw.isEmpty()) {
            return "";
        }
        if (!NUMBER.matcher(raw).matches()) {
            return null;
        }
        double number = Double.parseDouble(raw);
        if (Double.isInfinite(number)) {
            return null;
        }
        String shortest = ShortestDecimal.of(number);
        return moment == ExcelMoment.NONE ? shortest : moment.text(new BigDecimal(shortest), workbook.since1904());
    }

    /** Signs that XML has not are written as _x000D_. */
    private static String unescaped(String text) {
        return text == null || !text.contains("_x")
                ? text
                : ESCAPE.matcher(text)
                        .replaceAll(
                                m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    private static int columnOf(String ref) {
        int column = 0;
        for (int i = 0; i < ref.length() && i < 4 && ref.charAt(i) >= 'A' && ref.charAt(i) <= 'Z'; i++) {
            column = column * 26 + ref.charAt(i) - 'A' + 1;
        }
        return column - 1;
    }

    /** As the workbook numbers it, from 1. */
    int number() {
        return number;
    }

    /** Up to the last filled one. */
    List<String> cells() {
        return cells;
    }

    /** Why the row cannot be taken, or null. */
    Reason wrong() {
        return wrong;
    }

    int wrongField() {
        return wrongField;
    }
}
