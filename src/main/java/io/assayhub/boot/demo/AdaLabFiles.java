package io.assayhub.boot.demo;

import io.assayhub.boot.demo.SyntheticStudy.AdaSample;
import io.assayhub.boot.demo.SyntheticStudy.Titer;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files of {@link LabFiles#ADA_FEED}; their form is stated there. */
final class AdaLabFiles {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final DateTimeFormatter COLLECTED = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm", Locale.ROOT);
    private static final String HEADER = "Etude;Sujet;Echantillon;Matrice;Visite;Jour;Pr\u00e9l\u00e8vement;Palier;"
            + "R\u00e9sultat;Titre;Commentaire";

    /** The last one lies after the last follow-up that the study can have. */
    private static final List<LocalDate> CUTOFFS =
            List.of(LocalDate.of(2006, 6, 30), LocalDate.of(2006, 12, 31), LocalDate.of(2007, 9, 30));

    private static final int DAYS_FROM_CUTOFF_TO_SENDING = 10;

    private AdaLabFiles() {}

    static List<LabFile> of(SyntheticStudy study) {
        List<Integer> rowsPerFile = rowsPerFile(study);
        List<String> rows = rows(study.ada());
        List<LabFile> files = new ArrayList<>();
        for (int i = 0; i < CUTOFFS.size(); i++) {
            List<String> lines = new ArrayList<>(List.of(HEADER));
            lines.addAll(rows.subList(0, rowsPerFile.get(i)));
            files.add(new LabFile(
                    LabFiles.ADA_FEED,
                    "P003-ADA-" + CUTOFFS.get(i) + ".csv",
                    CUTOFFS.get(i).plusDays(DAYS_FROM_CUTOFF_TO_SENDING),
                    LabFiles.lines(lines, "\n").getBytes(WINDOWS_1252),
                    i == 0 ? "first cutoff" : "repeats all earlier rows"));
        }
        return files;
    }

    /** Data rows of each file; samples are in order of collection, so a cutoff leaves a prefix. */
    static List<Integer> rowsPerFile(SyntheticStudy study) {
        return CUTOFFS.stream()
                .map(cutoff -> study.ada().stream()
                        .filter(sample -> !sample.collected().toLocalDate().isAfter(cutoff))
                        .mapToInt(sample -> 1
                                + (sample.confirmedPositive().isPresent() ? 1 : 0)
                                + (sample.titer().isPresent() ? 1 : 0))
                        .sum())
                .toList();
    }

    private static List<String> rows(List<AdaSample> samples) {
        List<String> rows = new ArrayList<>();
        for (AdaSample sample : samples) {
            rows.add(row(sample, rows.size(), "SCREEN", code(sample.screeningPositive()), ""));
            sample.confirmedPositive()
                    .ifPresent(positive -> rows.add(row(sample, rows.size(), "CONFIRM", code(positive), "")));
            sample.titer().ifPresent(titer -> rows.add(row(sample, rows.size(), "TITER", "", printed(titer))));
        }
        return rows;
    }

    private static String row(AdaSample sample, int index, String tier, String result, String titer) {
        return String.join(
                ";",
                SyntheticStudy.STUDY,
                typed(sample.subject(), index),
                sample.accession(),
                "S\u00e9rum",
                sample.visit(),
                Integer.toString(sample.day()),
                COLLECTED.format(sample.collected()),
                tier,
                result,
                titer,
                comment(index));
    }

    private static String code(boolean positive) {
        return positive ? "POS" : "NEG";
    }

    private static String printed(Titer titer) {
        return (titer.below() ? "<" : "") + titer.value().toPlainString().replace('.', ',');
    }

    /** As a person types a subject number now and then. */
    private static String typed(String subject, int index) {
        if (index % 7 == 3) {
            return subject.toLowerCase(Locale.ROOT);
        }
        return index % 11 == 5 ? subject + " " : subject;
    }

    private static String comment(int index) {
        if (index % 9 == 4) {
            return "\"h\u00e9molyse l\u00e9g\u00e8re; relu par " + LabFiles.DECOY_INITIALS + "\"";
        }
        return index % 5 == 2 ? "pr\u00e9lev\u00e9 par " + LabFiles.DECOY_INITIALS : "";
    }
}
