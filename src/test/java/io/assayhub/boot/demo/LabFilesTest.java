package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.assayhub.boot.demo.SyntheticStudy.AdaSample;
import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabFilesTest {

    private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.US);

    private final SyntheticStudy study = SyntheticStudy.generate(42);
    private final List<LabFile> files = LabFiles.of(study);

    @Test
    void sameSeedGivesTheSameBytesWhateverTheLocale() throws NoSuchAlgorithmException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(digest(LabFiles.of(SyntheticStudy.generate(42)))).isEqualTo(digest(files));
        } finally {
            Locale.setDefault(before);
        }
        assertThat(digest(files)).isEqualTo("9795f1d750d849c7a25a49d4be975afa3b5173e120d40802ef594e99c21d976b");
    }

    @Test
    void anotherSeedGivesOtherBytesInEveryFeed() {
        List<LabFile> others = LabFiles.of(SyntheticStudy.generate(43));
        for (String feed : List.of(LabFiles.PK_FEED, LabFiles.ADA_FEED, LabFiles.CELL_FEED)) {
            assertThat(of(others, feed).get(0).bytes())
                    .isNotEqualTo(of(files, feed).get(0).bytes());
        }
    }

    @Test
    void sendsPlasmaFilesInTheOrderThatTriesAHub() {
        assertThat(of(files, LabFiles.PK_FEED))
                .extracting(LabFile::fileName)
                .containsExactly(
                        "P003_PK_001.csv",
                        "P003_PK_002.csv",
                        "P003_PK_003.csv",
                        "P003_PK_003.csv",
                        "P003_PK_004.csv",
                        "P003_PK_005.csv",
                        "P003_PK_006.csv",
                        "P003_PK_002.csv");
        assertThat(files).extracting(LabFile::sent).isSorted();
    }

    @Test
    void cutsTheFirstCopyOfBatchThreeInTheMiddleOfARow() {
        byte[] cut = of(files, LabFiles.PK_FEED).get(2).bytes();
        byte[] whole = of(files, LabFiles.PK_FEED).get(3).bytes();

        assertThat(Arrays.copyOf(whole, cut.length)).isEqualTo(cut);
        assertThat(cut.length).isBetween(whole.length / 2, whole.length * 2 / 3);
        String lastLine = new String(cut, UTF_8).lines().reduce("", (a, b) -> b);
        assertThat(lastLine).startsWith("UNK,PK-R");
        assertThat(lastLine.split(",", -1)).hasSizeLessThan(18);
    }

    @Test
    void sendsBatchTwoAgainWithTheSameBytesAfterItsCorrection() {
        List<LabFile> pk = of(files, LabFiles.PK_FEED);
        assertThat(pk.get(7).bytes()).isEqualTo(pk.get(1).bytes());
    }

    @Test
    void plasmaFilesStateTheirOwnRowsAndThatTheyAreSynthetic() {
        for (LabFile file : wholePlasmaFiles()) {
            List<String> lines = new String(file.bytes(), UTF_8).lines().toList();
            assertThat(new String(file.bytes(), UTF_8)).endsWith("\r\n").contains("\r\n");
            assertThat(lines.get(0)).isEqualTo("Bioanalytical laboratory report (SYNTHETIC DATA)");
            assertThat(lines.get(1)).isEqualTo("Study,P003");
            assertThat(lines.get(2)).isEqualTo("Method,PK-ELISA v2");
            assertThat(lines.get(3)).isEqualTo("Printed," + file.sent());
            assertThat(lines.get(4)).isEqualTo("Rows," + (lines.size() - 6));
            assertThat(lines.get(5))
                    .isEqualTo("Sample Type,Run,Plate,Well,Subject,Accession,Matrix,Visit,Injection,Time Point,"
                            + "Dose Time,Draw Time,Analysis Date,Concentration,Units,LLOQ,ULOQ,Dilution");
        }
    }

    @Test
    void plasmaFilesReadBackAsTheStudyAndTheReissueIsTheTruth() {
        Map<String, CsvRecord> latest = new LinkedHashMap<>();
        Map<String, String> firstReported = new LinkedHashMap<>();
        for (LabFile file : wholePlasmaFiles()) {
            for (CsvRecord row : rows(plasmaTable(file), ',')) {
                if (row.getField(0).equals("UNK")) {
                    firstReported.putIfAbsent(row.getField(5), row.getField(13));
                    latest.put(row.getField(5), row);
                }
            }
        }

        assertThat(latest.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        study.pk().stream().map(PkSample::accession).toList());
        for (PkSample sample : study.pk()) {
            CsvRecord row = latest.get(sample.accession());
            assertThat(row.getFields().subList(4, 10))
                    .containsExactly(
                            sample.subject(),
                            sample.accession(),
                            "Plasma",
                            "Injection " + sample.injection(),
                            Integer.toString(sample.injection()),
                            sample.timePoint());
            assertThat(LocalDateTime.parse(row.getField(10), DAY_TIME)).isEqualTo(sample.doseTime());
            assertThat(row.getField(11))
                    .isEqualTo(sample.drawn().map(DAY_TIME::format).orElse(""));
            assertThat(row.getFields().subList(13, 18))
                    .containsExactly(
                            sample.result().printed(), "ng/ml", "1.00", "200", Integer.toString(sample.dilution()));
        }
        study.pkCorrections()
                .forEach(correction -> assertThat(firstReported.get(correction.accession()))
                        .isEqualTo(correction.firstReported().printed())
                        .isNotEqualTo(latest.get(correction.accession()).getField(13)));
    }

    @Test
    void reissueChangesNothingButTheConcentration() {
        List<LabFile> pk = of(files, LabFiles.PK_FEED);
        Map<String, List<String>> before = new LinkedHashMap<>();
        rows(plasmaTable(pk.get(1)), ',').forEach(row -> before.put(row.getField(5), without(13, row)));

        assertThat(rows(plasmaTable(pk.get(6)), ','))
                .hasSize(6)
                .allSatisfy(row -> assertThat(without(13, row)).isEqualTo(before.get(row.getField(5))));
    }

    @Test
    void everyPlateHoldsEachWellOnce() {
        List<String> wells = wholePlasmaFiles().stream()
                .limit(5)
                .flatMap(file -> rows(plasmaTable(file), ',').stream())
                .map(row -> row.getField(2) + row.getField(3))
                .toList();
        assertThat(wells).doesNotHaveDuplicates().allMatch(well -> well.matches("P\\d{3}[A-H]([1-9]|1[0-2])"));
    }

    @Test
    void antibodyFilesAreCumulativeInWindows1252() {
        List<LabFile> ada = of(files, LabFiles.ADA_FEED);
        assertThat(ada)
                .extracting(LabFile::fileName)
                .containsExactly("P003-ADA-2006-06-30.csv", "P003-ADA-2006-12-31.csv", "P003-ADA-2007-09-30.csv");
        for (int i = 1; i < ada.size(); i++) {
            byte[] earlier = ada.get(i - 1).bytes();
            assertThat(Arrays.copyOf(ada.get(i).bytes(), earlier.length)).isEqualTo(earlier);
            assertThat(ada.get(i).bytes()).hasSizeGreaterThan(earlier.length);
        }
        assertThat(windows1252(ada.get(0)))
                .startsWith("Etude;Sujet;Echantillon;Matrice;Visite;Jour;Pr\u00e9l\u00e8vement;Palier;R\u00e9sultat;"
                        + "Titre;Commentaire\n")
                .doesNotContain("\r")
                .contains(LabFiles.DECOY_INITIALS);
        assertThat(new String(ada.get(0).bytes(), UTF_8)).contains("\uFFFD");
    }

    @Test
    void lastAntibodyFileReadsBackAsTheStudy() {
        LabFile last = of(files, LabFiles.ADA_FEED).get(2);
        List<List<String>> expected = new ArrayList<>();
        for (AdaSample sample : study.ada()) {
            expected.add(ada(sample, "SCREEN", sample.screeningPositive() ? "POS" : "NEG", ""));
            sample.confirmedPositive()
                    .ifPresent(positive -> expected.add(ada(sample, "CONFIRM", positive ? "POS" : "NEG", "")));
            sample.titer()
                    .ifPresent(titer -> expected.add(ada(
                            sample,
                            "TITER",
                            "",
                            (titer.below() ? "<" : "") + titer.value().toPlainString())));
        }

        List<CsvRecord> rows = rows(windows1252(last), ';');
        List<List<String>> read = rows.subList(1, rows.size()).stream()
                .map(row -> List.of(
                        row.getField(0),
                        row.getField(1).strip().toUpperCase(Locale.ROOT),
                        row.getField(2),
                        row.getField(4),
                        row.getField(5),
                        row.getField(6),
                        row.getField(7),
                        row.getField(8),
                        row.getField(9).replace(',', '.')))
                .toList();

        assertThat(read).isEqualTo(expected);
        assertThat(rows).allMatch(row -> row.getFieldCount() == 11);
        assertThat(rows).extracting(row -> row.getField(1)).anyMatch(s -> s.startsWith("p003-"));
        assertThat(rows).extracting(row -> row.getField(1)).anyMatch(s -> s.endsWith(" "));
        assertThat(rows).extracting(row -> row.getField(10)).anyMatch(s -> s.contains(";"));
    }

    @Test
    void cytometryFilesReadBackAsTheStudy() {
        List<List<String>> read = new ArrayList<>();
        for (LabFile file : of(files, LabFiles.CELL_FEED)) {
            String text = new String(file.bytes(), UTF_8);
            assertThat(text).startsWith("\uFEFF\"Study\",\"Subject\",");
            assertThat(text.substring(1).lines()).allMatch(line -> line.startsWith("\"") && line.endsWith("\""));
            List<CsvRecord> rows = rows(text.substring(1), ',');
            assertThat(rows.get(0).getFields())
                    .containsExactly(
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
                            "Viability (%)");
            rows.subList(1, rows.size()).forEach(row -> read.add(row.getFields()));
        }

        assertThat(read)
                .isEqualTo(study.cells().stream().map(LabFilesTest::cells).toList());
        assertThat(read).anyMatch(row -> row.contains("ND"));
    }

    @Test
    void expectedCountsAreThoseInTheBytes() {
        Map<String, FeedExpectation> expected = new LinkedHashMap<>();
        LabFiles.expected(study).forEach(e -> expected.put(e.feed(), e));

        List<List<CsvRecord>> pk =
                wholePlasmaFiles().stream().map(f -> rows(plasmaTable(f), ',')).toList();
        int pkRows = pk.stream().mapToInt(List::size).sum();
        long excluded = pk.stream()
                .flatMap(List::stream)
                .filter(row -> !row.getField(0).equals("UNK"))
                .count();
        assertThat(expected.get(LabFiles.PK_FEED))
                .isEqualTo(new FeedExpectation(
                        LabFiles.PK_FEED,
                        6,
                        pkRows,
                        (int) excluded,
                        pkRows - (int) excluded,
                        study.pk().size(),
                        6));

        List<Integer> ada = of(files, LabFiles.ADA_FEED).stream()
                .map(f -> rows(windows1252(f), ';').size() - 1)
                .toList();
        int adaRows = ada.get(0) + ada.get(1) + ada.get(2);
        assertThat(expected.get(LabFiles.ADA_FEED))
                .isEqualTo(new FeedExpectation(LabFiles.ADA_FEED, 3, adaRows, 0, adaRows, ada.get(2), 0));

        int cellRows = study.cells().size();
        assertThat(expected.get(LabFiles.CELL_FEED))
                .isEqualTo(new FeedExpectation(LabFiles.CELL_FEED, 3, cellRows, 0, 4 * cellRows, 4 * cellRows, 0));
    }

    @Test
    void lastCutoffLiesAfterEverySampleForEverySeed() {
        for (int seed = 1; seed <= 200; seed++) {
            SyntheticStudy other = SyntheticStudy.generate(seed);
            AdaSample last = other.ada().get(other.ada().size() - 1);
            assertThat(last.collected()).isBefore(LocalDateTime.of(2007, 9, 30, 0, 0));
        }
    }

    private static List<String> ada(AdaSample sample, String tier, String result, String titer) {
        return List.of(
                "P003",
                sample.subject(),
                sample.accession(),
                sample.visit(),
                Integer.toString(sample.day()),
                DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.US).format(sample.collected()),
                tier,
                result,
                titer);
    }

    private static List<String> cells(CellSample sample) {
        List<String> row = new ArrayList<>(List.of(
                "P003",
                sample.subject(),
                sample.accession(),
                "EDTA-1",
                sample.visit(),
                Integer.toString(sample.day()),
                sample.collected().toString(),
                LabFiles.DECOY_OPERATOR));
        sample.results()
                .forEach(result -> row.add(result.map(BigDecimal::toString).orElse("ND")));
        return row;
    }

    /** Without the truncated copy and without what was sent again. */
    private List<LabFile> wholePlasmaFiles() {
        List<LabFile> pk = of(files, LabFiles.PK_FEED);
        return List.of(pk.get(0), pk.get(1), pk.get(3), pk.get(4), pk.get(5), pk.get(6));
    }

    private static String plasmaTable(LabFile file) {
        return String.join(
                "\r\n", new String(file.bytes(), UTF_8).lines().skip(6).toList());
    }

    private static String windows1252(LabFile file) {
        return new String(file.bytes(), Charset.forName("windows-1252"));
    }

    private static List<CsvRecord> rows(String text, char separator) {
        return CsvReader.builder().fieldSeparator(separator).ofCsvRecord(text).stream()
                .toList();
    }

    private static List<String> without(int column, CsvRecord row) {
        List<String> fields = new ArrayList<>(row.getFields());
        fields.remove(column);
        return fields;
    }

    private static List<LabFile> of(List<LabFile> files, String feed) {
        return files.stream().filter(file -> file.feed().equals(feed)).toList();
    }

    private static String digest(List<LabFile> files) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (LabFile file : files) {
            digest.update((file.feed() + "/" + file.fileName() + "\n").getBytes(UTF_8));
            digest.update(file.bytes());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
