package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.demo.Concentration.Quantified;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The laboratories' files of the story: those of {@link LabFiles} with the accidents that happen to files. Two plasma
 * samples of batch 4 carry each other's subject number until {@code P003_PK_008.csv}; {@code P003_PK_007.csv} is batch 5
 * once more with its concentrations moved by a row; two titers are wrong until the last antibody file, which also spells
 * all subject numbers in one way; one cytometry sample is sent under its subject's screening number.
 */
final class StoryFiles {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int MISLABELLED_BATCH = 4;
    private static final int SHIFTED_BATCH = 5;
    private static final int SUBJECT = 4;
    private static final int ACCESSION = 5;
    private static final int ANALYSED = 12;
    private static final int CONCENTRATION = 13;
    private static final int ADA_SUBJECT = 1;
    private static final int ADA_TIER = 7;
    private static final int ADA_TITER = 9;
    private static final int ADA_COLUMNS = 11;
    private static final int WRONG_TITERS = 2;

    /** None of those that the generator draws. */
    private static final String WRONG_TITER = "20";

    /** Of which the feed does not say what it means. */
    static final String UNKNOWN_WORD = "HEMOLYZED";

    private static final String UNREADABLE = "PK-900002";
    private static final String TOO_EARLY = "PK-900003";

    private static final List<Integer> LATE = List.of(1, 3);

    private final SyntheticStudy study;
    private final Map<String, LabFile> files = new HashMap<>();
    private final LabFile cutOff;

    StoryFiles(SyntheticStudy study) {
        this.study = study;
        LabFiles.of(study).forEach(file -> files.put(file.fileName(), file));
        this.cutOff = LabFiles.of(study).stream()
                .filter(file -> file.bytes().length < files.get(file.fileName()).bytes().length)
                .findFirst()
                .orElseThrow();
    }

    /** The two subjects whom the EDC registers late. */
    Set<String> late() {
        Set<String> late = new TreeSet<>();
        LATE.forEach(index -> late.add(study.subjects().get(index).number()));
        return late;
    }

    /** The subject who is known by a screening number too. */
    String screened() {
        return study.subjects().get(0).number();
    }

    List<Subject> subjects(boolean late) {
        return study.subjects().stream()
                .filter(s -> late().contains(s.number()) == late)
                .toList();
    }

    /** Batch 1 to 5, 6 the corrections, 7 the shifted file, 8 the exchange put right. */
    LabFile plasma(int number) {
        return switch (number) {
            case MISLABELLED_BATCH -> mislabelled();
            case 7 -> shifted();
            case 8 -> relabelled();
            default -> files.get(plasmaName(number));
        };
    }

    /** Batch 3 as an upload that broke has left it. */
    LabFile cutOff() {
        return cutOff;
    }

    /** The cytometry laboratory's batch 1 to 3. */
    LabFile cells(int number) {
        LabFile file = files.get("CD8_batch_0" + number + ".csv");
        if (number > 1) {
            return file;
        }
        String quoted = '"' + screened() + '"';
        String text = new String(file.bytes(), UTF_8)
                .replaceFirst(quoted, '"' + Registrations.screeningNumber(screened()) + '"');
        return with(file, file.fileName(), text.getBytes(UTF_8));
    }

    /** The immunology laboratory's cumulative file 1 to 3; 4 is the third once more, put right. */
    LabFile antibodies(int number) {
        List<LabFile> ada = files.values().stream()
                .filter(f -> f.feed().equals(LabFiles.ADA_FEED))
                .sorted(Comparator.comparing(LabFile::fileName))
                .toList();
        LabFile file = ada.get(Math.min(number, ada.size()) - 1);
        List<String> lines = new ArrayList<>();
        int titers = 0;
        for (String line : new String(file.bytes(), WINDOWS_1252).lines().toList()) {
            String[] cells = line.split(";", ADA_COLUMNS);
            boolean wrong = cells[ADA_TIER].equals("TITER") && titers++ < WRONG_TITERS;
            if (number > ada.size()) {
                cells[ADA_SUBJECT] = lines.isEmpty() ? cells[ADA_SUBJECT] : canonical(cells[ADA_SUBJECT]);
            } else if (wrong) {
                cells[ADA_TITER] = WRONG_TITER;
            }
            lines.add(String.join(";", cells));
        }
        String name = number > ada.size() ? "P003-ADA-2007-12-31.csv" : file.fileName();
        return with(file, name, LabFiles.lines(lines, "\n").getBytes(WINDOWS_1252));
    }

    /** How many titers the last antibody file corrects. */
    int correctedTiters() {
        return WRONG_TITERS;
    }

    /** How many rows the last antibody file spells otherwise and does not correct; blanks at the ends are no spelling. */
    int respelled() {
        List<String> before = rows(antibodies(3));
        List<String> after = rows(antibodies(4));
        int respelled = 0;
        for (int i = 0; i < after.size(); i++) {
            String[] was = before.get(i).split(";", ADA_COLUMNS);
            String[] is = after.get(i).split(";", ADA_COLUMNS);
            boolean corrected = !was[ADA_TITER].equals(is[ADA_TITER]);
            respelled += corrected || was[ADA_SUBJECT].strip().equals(is[ADA_SUBJECT]) ? 0 : 1;
        }
        return respelled;
    }

    /** Batch 3 once more with each measured concentration ten times as high, as by a unit that was changed. */
    LabFile tenfold() {
        LabFile file = plasma(3);
        List<String> lines = lines(file);
        for (int i = 6; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            if (cells[0].equals("UNK") && cells[CONCENTRATION].matches("[0-9.]+")) {
                cells[CONCENTRATION] =
                        new BigDecimal(cells[CONCENTRATION]).movePointRight(1).toPlainString();
                lines.set(i, String.join(",", cells));
            }
        }
        return plasma(file, plasmaName(9), lines);
    }

    /**
     * Batch 1 once more with three samples added: one of a subject nobody knows, one analysed before it was drawn, one with a
     * word nobody has agreed on.
     */
    LabFile withStrangers() {
        LabFile file = plasma(1);
        List<String> lines = lines(file);
        String[] cells = model(lines);
        cells[ACCESSION] = "PK-900001";
        String known = cells[SUBJECT];
        cells[SUBJECT] = known.substring(0, known.length() - 2) + "99";
        lines.add(String.join(",", cells));
        cells[SUBJECT] = known;
        cells[ACCESSION] = TOO_EARLY;
        String analysed = cells[ANALYSED];
        cells[ANALYSED] = "01-Jan-2005";
        lines.add(String.join(",", cells));
        cells[ANALYSED] = analysed;
        cells[ACCESSION] = UNREADABLE;
        cells[CONCENTRATION] = UNKNOWN_WORD;
        lines.add(String.join(",", cells));
        lines.set(4, "Rows," + (lines.size() - 6));
        return plasma(file, plasmaName(10), lines);
    }

    /** The row that the added samples are made of. */
    private String[] model(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(",", -1))
                .filter(row -> row[0].equals("UNK") && row[CONCENTRATION].matches("[0-9.]+"))
                .filter(row -> !late().contains(row[SUBJECT]))
                .findFirst()
                .orElseThrow();
    }

    /** What the EDC expects; it knows the samples with which something will be amiss, and nobody's who is unknown. */
    LabFile specimens() {
        PkSample like = study.pkByAccession().get(model(lines(plasma(1)))[ACCESSION]);
        return SpecimenList.of(study, List.of(numbered(like, UNREADABLE), numbered(like, TOO_EARLY)));
    }

    private static PkSample numbered(PkSample like, String accession) {
        return new PkSample(
                accession,
                like.subject(),
                like.injection(),
                like.timePoint(),
                like.elapsedHours(),
                like.doseTime(),
                like.drawn(),
                like.batch(),
                like.dilution(),
                like.result());
    }

    /** How many results of the shifted file differ from what batch 5 said. */
    int shiftedResults() {
        List<String> before = rows(plasma(SHIFTED_BATCH));
        List<String> after = rows(shifted());
        int differing = 0;
        for (int i = 0; i < after.size(); i++) {
            differing += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        return differing;
    }

    /** The two samples whose tubes were exchanged, as they really are. */
    List<PkSample> exchanged() {
        List<PkSample> candidates = study.pk().stream()
                .filter(s -> s.batch() == MISLABELLED_BATCH && s.result() instanceof Quantified)
                .sorted(Comparator.comparing(PkSample::injection).thenComparing(PkSample::accession))
                .toList();
        for (PkSample one : candidates) {
            for (PkSample other : candidates) {
                if (one.timePoint().equals(other.timePoint())
                        && one.injection() == other.injection()
                        && !one.subject().equals(other.subject())) {
                    return List.of(one, other);
                }
            }
        }
        throw new StoryException("seed " + study.seed() + " has no two samples that could be exchanged; take another");
    }

    private LabFile mislabelled() {
        LabFile file = files.get(plasmaName(MISLABELLED_BATCH));
        List<PkSample> pair = exchanged();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            for (int p = 0; p < 2; p++) {
                if (cells.length > ACCESSION
                        && cells[ACCESSION].equals(pair.get(p).accession())) {
                    cells[SUBJECT] = pair.get(1 - p).subject();
                    lines.set(i, String.join(",", cells));
                }
            }
        }
        return plasma(file, plasmaName(MISLABELLED_BATCH), lines);
    }

    private LabFile relabelled() {
        LabFile file = files.get(plasmaName(MISLABELLED_BATCH));
        Set<String> accessions =
                Set.copyOf(exchanged().stream().map(PkSample::accession).toList());
        List<String> all = lines(file);
        List<String> lines = new ArrayList<>(all.subList(0, 6));
        all.stream()
                .skip(6)
                .filter(l -> accessions.contains(l.split(",", -1)[ACCESSION]))
                .forEach(lines::add);
        lines.set(4, "Rows," + (lines.size() - 6));
        return plasma(file, plasmaName(8), lines);
    }

    /** As when a cell is deleted in a spreadsheet: from a row on, each has its follower's concentration. */
    private LabFile shifted() {
        LabFile file = plasma(SHIFTED_BATCH);
        List<String[]> all = new ArrayList<>();
        lines(file).forEach(line -> all.add(line.split(",", -1)));
        List<String[]> moved = longestMeasured(all);
        String first = moved.get(0)[CONCENTRATION];
        for (int i = 0; i < moved.size(); i++) {
            moved.get(i)[CONCENTRATION] = i + 1 < moved.size() ? moved.get(i + 1)[CONCENTRATION] : first;
        }
        return plasma(
                file,
                plasmaName(7),
                all.stream().map(cells -> String.join(",", cells)).toList());
    }

    /** The longest run of subjects' rows without one that was not drawn. */
    private static List<String[]> longestMeasured(List<String[]> rows) {
        List<String[]> longest = new ArrayList<>();
        List<String[]> run = new ArrayList<>();
        for (String[] cells : rows) {
            if (cells[0].equals("UNK")) {
                run = cells[CONCENTRATION].equals("NS") ? new ArrayList<>() : run;
                if (!cells[CONCENTRATION].equals("NS")) {
                    run.add(cells);
                }
                longest = run.size() > longest.size() ? run : longest;
            }
        }
        return longest;
    }

    /** The rows below a file's header. */
    static List<String> rows(LabFile file) {
        boolean plasma = file.feed().equals(LabFiles.PK_FEED);
        List<String> lines = lines(file);
        return lines.subList(plasma ? 6 : 1, lines.size());
    }

    /** How many results a file carries of these subjects; of all if there are none named. */
    static int results(LabFile file, Set<String> subjects) {
        int results = 0;
        for (String row : rows(file)) {
            boolean counts = subjects.isEmpty()
                    || subjects.stream().anyMatch(s -> canonical(row).contains(s));
            results += counts ? resultsOf(file.feed(), row) : 0;
        }
        return results;
    }

    private static int resultsOf(String feed, String row) {
        return switch (feed) {
            case LabFiles.PK_FEED -> row.startsWith("UNK,") ? 1 : 0;
            case LabFiles.CELL_FEED -> 4;
            default -> 1;
        };
    }

    private static String canonical(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }

    private static String plasmaName(int number) {
        return String.format(Locale.ROOT, "P003_PK_%03d.csv", number);
    }

    private static List<String> lines(LabFile file) {
        Charset charset = file.feed().equals(LabFiles.ADA_FEED) ? WINDOWS_1252 : UTF_8;
        return new ArrayList<>(
                Arrays.asList(new String(file.bytes(), charset).lines().toArray(String[]::new)));
    }

    private static LabFile plasma(LabFile file, String name, List<String> lines) {
        return with(file, name, LabFiles.lines(lines, "\r\n").getBytes(UTF_8));
    }

    private static LabFile with(LabFile file, String name, byte[] bytes) {
        return new LabFile(file.feed(), name, file.sent(), bytes, file.note());
    }
}
