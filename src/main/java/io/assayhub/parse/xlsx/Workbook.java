package io.assayhub.parse.xlsx;

import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import io.assayhub.parse.RefusedTable.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a sheet needs of its workbook: where it is, the shared texts, and which formats of numbers are those of dates. */
final class Workbook {
    private static final long MOST_SMALL = 16 << 20;
    private static final long MOST_SHARED = 1L << 28;
    /** Characters of all shared texts. */
    private static final int MOST_SHARED_CHARACTERS = 32 << 20;

    private static final int MOST_TEXTS = 2_000_000;
    private static final int MOST_STYLES = 100_000;

    private final Archive archive;
    private final List<String> shared = new ArrayList<>();
    private final List<ExcelMoment> styles = new ArrayList<>();
    private boolean since1904;
    private String sheetPart;

    Workbook(Archive archive) {
        this.archive = archive;
    }

    /** @param sheet its name; empty for the first */
    void open(Optional<String> sheet) throws IOException {
        InputStream part = archive.part("xl/workbook.xml", MOST_SMALL);
        if (part == null) {
            throw new UnfitWorkbookException(
                    Fault.OTHER_FORMAT, "This is a ZIP archive, not an Excel workbook (.xlsx).");
        }
        String relation = relation(new PartReader(part), sheet);
        if (relation == null) {
            throw new UnfitWorkbookException(
                    Fault.OTHER_FORMAT,
                    sheet.isPresent()
                            ? "The workbook has no sheet of the name in the feed."
                            : "The workbook has no sheet.");
        }
        Map<String, String> targets = targets();
        sheetPart = targets.get(relation);
        if (sheetPart == null) {
            throw new UnfitWorkbookException(Fault.MALFORMED, "The workbook does not say where its sheet is.");
        }
        InputStream stylesPart = archive.part("xl/styles.xml", MOST_SMALL);
        if (stylesPart != null) {
            styles(new PartReader(stylesPart));
        }
        InputStream sharedPart = archive.part("xl/sharedStrings.xml", MOST_SHARED);
        if (sharedPart != null) {
            shared(new PartReader(sharedPart));
        }
    }

    PartReader sheet() throws IOException {
        InputStream part = archive.part(sheetPart, Long.MAX_VALUE);
        if (part == null) {
            throw new UnfitWorkbookException(Fault.MALFORMED, "The workbook does not hold its sheet.");
        }
        return new PartReader(part);
    }

    private String relation(PartReader xml, Optional<String> wanted) throws IOException {
        String found = null;
        for (int event = xml.next(); event != END_DOCUMENT; event = xml.next()) {
            if (event == START_ELEMENT && xml.name().equals("workbookPr")) {
                String value = xml.attribute("date1904");
                since1904 = "1".equals(value) || "true".equals(value);
            } else if (event == START_ELEMENT && xml.name().equals("sheet") && found == null) {
                boolean isIt = wanted.isEmpty() || wanted.get().equalsIgnoreCase(xml.attribute("name"));
                found = isIt ? xml.attribute("id") : null;
            }
        }
        return found;
    }

    private Map<String, String> targets() throws IOException {
        Map<String, String> targets = new HashMap<>();
        InputStream part = archive.part("xl/_rels/workbook.xml.rels", MOST_SMALL);
        if (part == null) {
            return targets;
        }
        PartReader xml = new PartReader(part);
        for (int event = xml.next(); event != END_DOCUMENT; event = xml.next()) {
            String type = event == START_ELEMENT && xml.name().equals("Relationship") ? xml.attribute("Type") : null;
            String target = type != null && type.endsWith("/worksheet") ? xml.attribute("Target") : null;
            if (target != null && xml.attribute("Id") != null && targets.size() < MOST_STYLES) {
                targets.put(xml.attribute("Id"), target.startsWith("/") ? target.substring(1) : "xl/" + target);
            }
        }
        return targets;
    }

    private void styles(PartReader xml) throws IOException {
        Map<Integer, ExcelMoment> own = new HashMap<>();
        boolean cells = false;
        for (int event = xml.next(); event != END_DOCUMENT; event = xml.next()) {
            if (event == END_ELEMENT) {
                cells &= !xml.name().equals("cellXfs");
            } else if (event == START_ELEMENT && own.size() + styles.size() < MOST_STYLES) {
                if (xml.name().equals("numFmt") && xml.attribute("formatCode") != null) {
                    own.put(xml.number("numFmtId"), ExcelMoment.of(xml.attribute("formatCode")));
                } else if (xml.name().equals("cellXfs")) {
                    cells = true;
                } else if (cells && xml.name().equals("xf")) {
                    int id = xml.number("numFmtId");
                    styles.add(own.getOrDefault(id, ExcelMoment.builtIn(id)));
                }
            }
        }
    }

    /** Runs of one text are joined; how East Asian signs are pronounced is no text. */
    private void shared(PartReader xml) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        int phonetic = 0;
        long characters = 0;
        for (int event = xml.next(); event != END_DOCUMENT; event = xml.next()) {
            if (event == START_ELEMENT) {
                switch (xml.name()) {
                    case "si" -> text.setLength(0);
                    case "rPh" -> phonetic++;
                    case "t" -> inText = phonetic == 0;
                    default -> inText = false;
                }
            } else if ((event == CHARACTERS || event == SPACE) && inText) {
                text.append(xml.text());
            } else if (event == END_ELEMENT) {
                inText = false;
                phonetic -= xml.name().equals("rPh") ? 1 : 0;
                if (xml.name().equals("si")) {
                    shared.add(text.toString());
                }
            }
            characters = event == END_ELEMENT && xml.name().equals("si") ? characters + text.length() : characters;
            if (characters + text.length() > MOST_SHARED_CHARACTERS || shared.size() > MOST_TEXTS) {
                throw new UnfitWorkbookException(
                        Fault.TOO_LARGE,
                        "The workbook has more different texts than are read: let the sender send it as CSV.");
            }
        }
    }

    /** Null if there is no such text. */
    String shared(int index) {
        return index >= 0 && index < shared.size() ? shared.get(index) : null;
    }

    /** What a number in a cell of this style is. */
    ExcelMoment style(int index) {
        return index >= 0 && index < styles.size() ? styles.get(index) : ExcelMoment.NONE;
    }

    boolean since1904() {
        return since1904;
    }
}
