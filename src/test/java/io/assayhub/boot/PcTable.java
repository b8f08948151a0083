package io.assayhub.boot;

import io.assayhub.model.SubjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A table as the feed {@code sdtm-pc} reads it, row by row, with columns at its end that the feed does not map. */
final class PcTable {
    private static final String MAPPED =
            "STUDYID,USUBJID,PCREFID,PCTESTCD,PCTEST,PCSPEC,PCORRES,PCORRESU,PCSTRESU,PCLLOQ,VISITNUM,VISIT,PCTPT,PCDTC";

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Set<String>> subjects = new TreeMap<>();

    PcTable(String... unmapped) {
        lines.add(unmapped.length == 0 ? MAPPED : MAPPED + "," + String.join(",", unmapped));
    }

    /** Adds a result; study, subject and time point identify it. */
    PcTable row(String study, String subject, String timepoint, String result, String... unmapped) {
        if (SubjectId.isValid(subject)) {
            subjects.computeIfAbsent(study, s -> new TreeSet<>()).add(subject);
        }
        String accession = "ACC-" + subject + "-" + timepoint;
        String mapped = String.join(
                ",",
                study,
                subject,
                accession,
                "IMP321",
                "IMP321",
                "PLASMA",
                result,
                "ng/mL",
                "ng/mL",
                "0.5",
                "1",
                "BASELINE",
                timepoint,
                "2006-03-01");
        lines.add(unmapped.length == 0 ? mapped : mapped + "," + String.join(",", unmapped));
        return this;
    }

    /** Adds as many results of one subject, time points {@code T1}, {@code T2}, …, each with its number for a value. */
    PcTable rows(String study, String subject, int count) {
        for (int i = 1; i <= count; i++) {
            row(study, subject, "T" + i, Integer.toString(i));
        }
        return this;
    }

    /** The table's lines, the header first, each with its line break. */
    List<String> lines() {
        return lines.stream().map(line -> line + "\r\n").toList();
    }

    /** Study to the subjects that the table has results of. */
    Map<String, Set<String>> subjects() {
        return subjects;
    }

    byte[] bytes() {
        return String.join("", lines()).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes {@code subjects} times {@code each} results of a study; subject and time point tell them apart. */
    static void write(Path file, String study, int subjects, int each) {
        PcTable table = new PcTable();
        for (int i = 1; i <= subjects; i++) {
            table.rows(study, subject(i), each);
        }
        try {
            Files.write(file, table.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the subject with this number: {@code S-0001}. */
    static String subject(int number) {
        return String.format(java.util.Locale.ROOT, "S-%04d", number);
    }
}
