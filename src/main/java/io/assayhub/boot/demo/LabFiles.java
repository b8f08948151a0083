package io.assayhub.boot.demo;

import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The synthetic study as three laboratories would send it. This is what a feed file has to declare.
 *
 * <h2>{@code bioanalysis-pk}: incremental, one result per row</h2>
 *
 * {@code P003_PK_001.csv} to {@code P003_PK_006.csv}. UTF-8, comma, decimal point, CRLF, nothing quoted. Five preamble
 * lines, then the header, so the header is line 6:
 *
 * <pre>
 * Bioanalytical laboratory report (SYNTHETIC DATA)
 * Study,P003
 * Method,PK-ELISA v2
 * Printed,2006-03-01
 * Rows,96
 * Sample Type,Run,Plate,Well,Subject,Accession,Matrix,Visit,Injection,Time Point,Dose Time,Draw Time,...
 * </pre>
 *
 * <ul>
 *   <li>{@code Rows}: data rows below the header, {@code STD} and {@code QC} included.
 *   <li>{@code Sample Type}: {@code UNK} is a subject's sample; {@code STD} (calibrator) and {@code QC} (quality
 *       control) are to be excluded; their {@code Subject} to {@code Draw Time} are empty except {@code Matrix}.
 *   <li>{@code Run} {@code PK-R001}, {@code Plate} {@code P001}, {@code Well} {@code A1} to {@code H12}.
 *   <li>{@code Subject} canonical, {@code Accession} {@code PK-000123}, {@code Matrix} {@code Plasma}, {@code Visit}
 *       {@code Injection 1} and {@code Injection} its number, {@code Time Point} {@code PRE}, {@code 1H} ...
 *       {@code 168H}.
 *   <li>{@code Dose Time}, {@code Draw Time}: {@code dd-MMM-yyyy HH:mm}, English months, local time Europe/Paris.
 *       {@code Draw Time} is empty for a sample that was not drawn. {@code Analysis Date}: {@code dd-MMM-yyyy}, empty
 *       for a sample that was not drawn.
 *   <li>{@code Concentration}: a number with three significant digits, {@code BQL} (below), {@code AQL} (above) or
 *       {@code NS} (no sample, not done). The number is that of the sample: dilution is already in it.
 *   <li>{@code Units} {@code ng/ml}; {@code LLOQ} {@code 1.00} and {@code ULOQ} {@code 200} are those of the undiluted
 *       curve, in the same unit, and are to be multiplied by {@code Dilution} ({@code 1} or {@code 10}).
 * </ul>
 *
 * {@code 003} arrives first cut off in the middle of a row, then whole under the same name. {@code 006} reissues six
 * rows of {@code 002} with other concentrations (all other columns equal): the truth. After it {@code 002} comes once
 * more with the same bytes, and must not undo the correction.
 *
 * <h2>{@code immunology-ada}: cumulative, one result per row</h2>
 *
 * {@code P003-ADA-2006-06-30.csv} and two later ones, named by cutoff; each repeats all rows of the one before, in the
 * same order and bytes. windows-1252, semicolon, decimal comma, LF, the header in line 1:
 *
 * <pre>Etude;Sujet;Echantillon;Matrice;Visite;Jour;Prélèvement;Palier;Résultat;Titre;Commentaire</pre>
 *
 * <ul>
 *   <li>{@code Etude} {@code P003}; {@code Sujet} the subject number, in some rows lower case or with a trailing space;
 *       {@code Echantillon} {@code AD-000045}; {@code Matrice} {@code Sérum}; {@code Visite} {@code Baseline},
 *       {@code Injection 3}, {@code Injection 6} or {@code Follow-up}; {@code Jour} the study day.
 *   <li>{@code Prélèvement}: collected, {@code dd/MM/yyyy HH:mm}, local time Europe/Paris.
 *   <li>{@code Palier}: {@code SCREEN}, {@code CONFIRM} or {@code TITER}. A sample has a row per tier that was run, so
 *       accession and tier together are unique.
 *   <li>{@code Résultat}: {@code NEG} or {@code POS}; empty for {@code TITER}. {@code Titre}: for {@code TITER} only,
 *       {@code 40}, {@code 12,5} or {@code <10}.
 *   <li>{@code Commentaire}: free text, sometimes quoted because it holds a semicolon; never to be published (it
 *       carries {@value #DECOY_INITIALS}).
 * </ul>
 *
 * <h2>{@code cytometry-cd8}: incremental, four results per row</h2>
 *
 * {@code CD8_batch_01.csv} to {@code 03}. UTF-8 with a byte order mark, comma, every field quoted, CRLF, the header in
 * line 1:
 *
 * <pre>
 * "Study","Subject","Sample","Tube","Visit","Study Day","Collected","Operator","CD8 EM (% of CD8+)",
 * "CD38+HLA-DR+ (% of CD8+)","CD8 count (cells/uL)","Viability (%)"
 * </pre>
 *
 * <ul>
 *   <li>{@code Sample} {@code FC-000012}; {@code Tube} {@code EDTA-1}; {@code Visit} {@code Baseline},
 *       {@code Day 29} or {@code Day 85}; {@code Study Day} {@code 1}, {@code 29} or {@code 85}.
 *   <li>{@code Collected}: {@code yyyy-MM-dd'T'HH:mm}, local time Europe/Paris. {@code Operator}: never to be published
 *       ({@value #DECOY_OPERATOR}).
 *   <li>The last four columns are results in %, %, cells/uL and %; {@code ND} is not determined.
 * </ul>
 */
public final class LabFiles {

    /** Feed of the plasma concentrations. */
    public static final String PK_FEED = "bioanalysis-pk";

    /** Feed of the anti-drug antibodies. */
    public static final String ADA_FEED = "immunology-ada";

    /** Feed of the flow cytometry. */
    public static final String CELL_FEED = "cytometry-cd8";

    /** Stands in comments of {@link #ADA_FEED} and must never be seen behind the hub's intake. */
    public static final String DECOY_INITIALS = "DECOY-INITIALS";

    /** Stands as the operator in {@link #CELL_FEED} and must never be seen behind the hub's intake. */
    public static final String DECOY_OPERATOR = "OPERATOR-DECOY";

    private static final Map<Long, String> MONTHS = Map.ofEntries(
            Map.entry(1L, "Jan"),
            Map.entry(2L, "Feb"),
            Map.entry(3L, "Mar"),
            Map.entry(4L, "Apr"),
            Map.entry(5L, "May"),
            Map.entry(6L, "Jun"),
            Map.entry(7L, "Jul"),
            Map.entry(8L, "Aug"),
            Map.entry(9L, "Sep"),
            Map.entry(10L, "Oct"),
            Map.entry(11L, "Nov"),
            Map.entry(12L, "Dec"));

    /** {@code dd-MMM-yyyy}; the names are ours because the JDK's locale data have changed them before. */
    static final DateTimeFormatter DAY = new DateTimeFormatterBuilder()
            .appendPattern("dd-")
            .appendText(ChronoField.MONTH_OF_YEAR, MONTHS)
            .appendPattern("-uuuu")
            .toFormatter(Locale.ROOT);

    /** {@code dd-MMM-yyyy HH:mm}. */
    static final DateTimeFormatter DAY_TIME =
            new DateTimeFormatterBuilder().append(DAY).appendPattern(" HH:mm").toFormatter(Locale.ROOT);

    private LabFiles() {}

    /** All files of all three feeds in the order in which they are sent. */
    public static List<LabFile> of(SyntheticStudy study) {
        List<LabFile> files = new ArrayList<>();
        files.addAll(PkLabFiles.of(study));
        files.addAll(AdaLabFiles.of(study));
        files.addAll(CellLabFiles.of(study));
        files.sort(Comparator.comparing(LabFile::sent));
        return List.copyOf(files);
    }

    /** What must be in the books of the three feeds when {@link #of} has arrived. */
    public static List<FeedExpectation> expected(SyntheticStudy study) {
        int cellResults = study.cells().stream()
                .map(CellSample::results)
                .mapToInt(List::size)
                .sum();
        List<Integer> adaRows = AdaLabFiles.rowsPerFile(study);
        int pkExcluded = PkLabFiles.excludedRows(study);
        int pkSamples = study.pk().size();
        int pkCorrected = study.pkCorrections().size();
        return List.of(
                new FeedExpectation(
                        PK_FEED,
                        PlasmaSampling.BATCHES + 1,
                        pkSamples + pkCorrected + pkExcluded,
                        pkExcluded,
                        pkSamples + pkCorrected,
                        pkSamples,
                        pkCorrected),
                new FeedExpectation(
                        ADA_FEED, adaRows.size(), sum(adaRows), 0, sum(adaRows), adaRows.get(adaRows.size() - 1), 0),
                new FeedExpectation(
                        CELL_FEED, CellLabFiles.BATCHES, study.cells().size(), 0, cellResults, cellResults, 0));
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Lines joined and each ended. */
    static String lines(List<String> lines, String end) {
        return lines.stream().collect(Collectors.joining(end, "", end));
    }
}
