package io.assayhub.boot.demo;

import io.assayhub.boot.demo.SyntheticStudy.PkCorrection;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of {@link LabFiles#PK_FEED}; their form is stated there. */
final class PkLabFiles {

    private static final String CRLF = "\r\n";
    private static final String HEADER = "Sample Type,Run,Plate,Well,Subject,Accession,Matrix,Visit,Injection,"
            + "Time Point,Dose Time,Draw Time,Analysis Date,Concentration,Units,LLOQ,ULOQ,Dilution";
    private static final int TRUNCATED_BATCH = 3;
    private static final int UNKNOWNS_PER_RUN = 60;
    private static final int WELLS_PER_COLUMN = 8;

    /** Calibrators in duplicate, then quality controls in duplicate, as nominal ng/mL. */
    private static final List<String> CALIBRATORS = List.of("1.00", "2.50", "6.25", "15.0", "40.0", "100", "200");

    private static final List<String> CONTROLS = List.of("3.00", "30.0", "150");

    /** A subject's row in print: all but the concentration, which a reissue changes. */
    private record Place(PkSample sample, String run, String plate, String well, LocalDate analysed) {

        String row(Concentration concentration) {
            boolean drawn = sample.drawn().isPresent();
            return String.join(
                    ",",
                    "UNK",
                    run,
                    plate,
                    well,
                    sample.subject(),
                    sample.accession(),
                    "Plasma",
                    "Injection " + sample.injection(),
                    Integer.toString(sample.injection()),
                    sample.timePoint(),
                    LabFiles.DAY_TIME.format(sample.doseTime()),
                    sample.drawn().map(LabFiles.DAY_TIME::format).orElse(""),
                    drawn ? LabFiles.DAY.format(analysed) : "",
                    concentration.printed(),
                    "ng/ml",
                    SyntheticStudy.PK_LLOQ.toPlainString(),
                    SyntheticStudy.PK_ULOQ.toPlainString(),
                    Integer.toString(sample.dilution()));
        }
    }

    private final SyntheticStudy study;
    private final Map<String, Concentration> firstReported;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private int runs;

    private PkLabFiles(SyntheticStudy study) {
        this.study = study;
        this.firstReported = study.firstReportedByAccession();
    }

    static List<LabFile> of(SyntheticStudy study) {
        return new PkLabFiles(study).files();
    }

    /** Calibrator and control rows of all files. */
    static int excludedRows(SyntheticStudy study) {
        int perRun = 2 * (CALIBRATORS.size() + CONTROLS.size());
        int rows = 0;
        for (int batch = 1; batch <= PlasmaSampling.BATCHES; batch++) {
            rows += perRun * runs(samples(study, batch)).size();
        }
        return rows;
    }

    private List<LabFile> files() {
        List<LabFile> files = new ArrayList<>();
        for (int batch = 1; batch <= PlasmaSampling.BATCHES; batch++) {
            LabFile whole = batch(batch);
            if (batch == TRUNCATED_BATCH) {
                files.add(new LabFile(
                        whole.feed(), whole.fileName(), whole.sent(), cutOff(whole.bytes()), "cut off in mid-row"));
            }
            files.add(whole);
        }
        LocalDate reissued = files.get(files.size() - 1).sent().plusDays(14);
        files.add(reissue(reissued));
        LabFile again = files.get(PlasmaSampling.CORRECTED_BATCH - 1);
        files.add(new LabFile(
                again.feed(),
                again.fileName(),
                reissued.plusDays(1),
                again.bytes(),
                "batch " + PlasmaSampling.CORRECTED_BATCH + " again, same bytes"));
        return files;
    }

    private LabFile batch(int batch) {
        List<PkSample> samples = samples(study, batch);
        LocalDate received = samples.stream()
                .map(PkSample::drawn)
                .flatMap(Optional::stream)
                .max(LocalDateTime::compareTo)
                .orElseThrow()
                .toLocalDate();
        LocalDate analysed = received.plusDays(13);
        List<String> rows = new ArrayList<>();
        for (List<PkSample> run : runs(samples)) {
            analysed = analysed.plusDays(1);
            run(run, analysed, rows);
        }
        return file(batch, analysed.plusDays(3), rows, "batch " + batch);
    }

    private void run(List<PkSample> samples, LocalDate analysed, List<String> rows) {
        runs++;
        String run = "PK-R" + StudyGenerator.padded(runs, 3);
        String plate = "P" + StudyGenerator.padded(runs, 3);
        int well = 0;
        for (String nominal : CALIBRATORS) {
            rows.add(control("STD", run, plate, well++, analysed, back(nominal, "1.02")));
            rows.add(control("STD", run, plate, well++, analysed, back(nominal, "0.97")));
        }
        for (PkSample sample : samples) {
            Place place = new Place(sample, run, plate, well(well++), analysed);
            places.put(sample.accession(), place);
            rows.add(place.row(firstReported.getOrDefault(sample.accession(), sample.result())));
        }
        for (String nominal : CONTROLS) {
            rows.add(control("QC", run, plate, well++, analysed, back(nominal, "1.06")));
            rows.add(control("QC", run, plate, well++, analysed, back(nominal, "0.93")));
        }
    }

    private LabFile reissue(LocalDate printed) {
        Map<String, PkSample> samples = study.pkByAccession();
        List<String> rows = study.pkCorrections().stream()
                .map(PkCorrection::accession)
                .map(accession ->
                        places.get(accession).row(samples.get(accession).result()))
                .toList();
        return file(
                PlasmaSampling.BATCHES + 1,
                printed,
                rows,
                "corrects " + rows.size() + " results of batch " + PlasmaSampling.CORRECTED_BATCH);
    }

    private static LabFile file(int number, LocalDate printed, List<String> rows, String note) {
        List<String> lines = new ArrayList<>(List.of(
                "Bioanalytical laboratory report (" + SyntheticStudy.LABEL + ")",
                "Study," + SyntheticStudy.STUDY,
                "Method,PK-ELISA v2",
                "Printed," + printed,
                "Rows," + rows.size(),
                HEADER));
        lines.addAll(rows);
        return new LabFile(
                LabFiles.PK_FEED,
                "P003_PK_" + StudyGenerator.padded(number, 3) + ".csv",
                printed,
                LabFiles.lines(lines, CRLF).getBytes(StandardCharsets.UTF_8),
                note);
    }

    private static String control(
            String type, String run, String plate, int well, LocalDate analysed, String concentration) {
        return String.join(
                ",",
                type,
                run,
                plate,
                well(well),
                "",
                "",
                "Plasma",
                "",
                "",
                "",
                "",
                "",
                LabFiles.DAY.format(analysed),
                concentration,
                "ng/ml",
                SyntheticStudy.PK_LLOQ.toPlainString(),
                SyntheticStudy.PK_ULOQ.toPlainString(),
                "1");
    }

    private static String back(String nominal, String recovery) {
        return PlasmaModel.printed(new BigDecimal(nominal).multiply(new BigDecimal(recovery)))
                .toPlainString();
    }

    /** Down the columns of a 96-well plate. */
    private static String well(int index) {
        return "ABCDEFGH".charAt(index % WELLS_PER_COLUMN) + Integer.toString(index / WELLS_PER_COLUMN + 1);
    }

    private static List<PkSample> samples(SyntheticStudy study, int batch) {
        return study.pk().stream().filter(s -> s.batch() == batch).toList();
    }

    private static List<List<PkSample>> runs(List<PkSample> samples) {
        List<List<PkSample>> runs = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += UNKNOWNS_PER_RUN) {
            runs.add(samples.subList(from, Math.min(samples.size(), from + UNKNOWNS_PER_RUN)));
        }
        return runs;
    }

    /** About the first 60 %, ending inside a row, as an upload that broke leaves it. */
    private static byte[] cutOff(byte[] whole) {
        int rowStart = whole.length * 6 / 10;
        while (whole[rowStart - 1] != '\n') {
            rowStart--;
        }
        return Arrays.copyOf(whole, rowStart + 25);
    }
}
