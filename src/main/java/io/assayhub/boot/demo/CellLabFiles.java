package io.assayhub.boot.demo;

import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of {@link LabFiles#CELL_FEED}; their form is stated there. */
final class CellLabFiles {

    static final int BATCHES = 3;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String CRLF = "\r\n";
    private static final DateTimeFormatter COLLECTED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final int DAYS_FROM_LAST_SAMPLE_TO_SENDING = 5;

    private CellLabFiles() {}

    static List<LabFile> of(SyntheticStudy study) {
        List<LabFile> files = new ArrayList<>();
        int total = study.cells().size();
        for (int batch = 1; batch <= BATCHES; batch++) {
            List<CellSample> samples = study.cells().subList(total * (batch - 1) / BATCHES, total * batch / BATCHES);
            List<String> lines = new ArrayList<>();
            lines.add(quoted(Stream.of(
                    "Study",
                    "Subject",
                    "Sample",
                    "Tube",
                    "Visit",
                    "Study Day",
                    "Collected",
                    "Operator",
                    "CD8 EM (% of CD8+)",
                    "CD38+HLA-DR+ (% of CD8+)",
                    "CD8 count (cells/uL)",
                    "Viability (%)")));
            samples.forEach(sample -> lines.add(row(sample)));
            LocalDate last = samples.get(samples.size() - 1).collected().toLocalDate();
            files.add(new LabFile(
                    LabFiles.CELL_FEED,
                    "CD8_batch_" + StudyGenerator.padded(batch, 2) + ".csv",
                    last.plusDays(DAYS_FROM_LAST_SAMPLE_TO_SENDING),
                    (BYTE_ORDER_MARK + LabFiles.lines(lines, CRLF)).getBytes(StandardCharsets.UTF_8),
                    "four results per row"));
        }
        return files;
    }

    private static String row(CellSample sample) {
        Stream<String> sampled = Stream.of(
                SyntheticStudy.STUDY,
                sample.subject(),
                sample.accession(),
                "EDTA-1",
                sample.visit(),
                Integer.toString(sample.day()),
                COLLECTED.format(sample.collected()),
                LabFiles.DECOY_OPERATOR);
        Stream<String> results = sample.results().stream()
                .map(result -> result.map(BigDecimal::toPlainString).orElse("ND"));
        return quoted(Stream.concat(sampled, results));
    }

    private static String quoted(Stream<String> fields) {
        return fields.map(field -> '"' + field + '"').collect(Collectors.joining(","));
    }
}
