package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.assayhub.parse.DatasetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One dataset as CSV, Dataset-JSON, NDJSON, compressed and as a SAS transport file: the same Observations, byte for byte. The
 * data is that of public SDTM files, which nobody here wrote, and of LB cases of our own.
 */
class SameDataInEveryFormTest {
    private static final Path DATA = Path.of("../shared/data/pharmaversesdtm");
    private static final Path CASES = Path.of("src/test/resources/cases");

    @Test
    void readsTheSameConcentrations() throws IOException {
        assumeTrue(Files.isDirectory(DATA));
        assertSame("PC", "sdtm-pc", Files.readString(DATA.resolve("pc.csv")), 4572);
    }

    @Test
    void readsTheSameAntibodyResults() throws IOException {
        assumeTrue(Files.isDirectory(DATA));
        assertSame("IS", "sdtm-is", Files.readString(DATA.resolve("is_ada.csv")), 691);
    }

    @Test
    void readsTheSameTiers() throws IOException {
        assertSame("IS", "sdtm-is", Files.readString(CASES.resolve("sdtm-is/tiers/in.csv")), 4);
    }

    @Test
    void readsTheSameLaboratoryTests() throws IOException {
        assertSame("LB", "sdtm-lb", Files.readString(CASES.resolve("sdtm-lb/every-kind-of-result/in.csv")), 9);
    }

    private static void assertSame(String domain, String feed, String csv, int results) throws IOException {
        DatasetWriter dataset = dataset(domain, csv);
        List<String> expected = observations(feed, csv.getBytes(UTF_8));

        assertThat(expected).hasSize(results);
        assertThat(observations("dataset-json", dataset.json())).isEqualTo(expected);
        assertThat(observations("dataset-json", dataset.ndjson())).isEqualTo(expected);
        assertThat(observations("dataset-json", dataset.dsjc())).isEqualTo(expected);
        assertThat(observations("sdtm-xpt", dataset.xpt(US_ASCII))).isEqualTo(expected);
    }

    private static List<String> observations(String feed, byte[] bytes) throws IOException {
        TransferRun run = TransferRun.preview(TestMappings.feed(feed), bytes);
        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.rejected()).isEmpty();
        return run.observations();
    }

    /** A column is of numbers if all its cells are, and would be the same text again as a double. */
    private static DatasetWriter dataset(String domain, String csv) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
            reader.forEach(r -> rows.add(new ArrayList<>(r.getFields())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<String> columns = rows.remove(0);
        List<String> types = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            rows.forEach(r ->
                    r.set(column, r.get(column).equals("NA") || r.get(column).isEmpty() ? null : r.get(column)));
            boolean numbers = !columns.get(i).endsWith("ORRES")
                    && rows.stream().map(r -> r.get(column)).allMatch(c -> c == null || isShortest(c));
            types.add(numbers ? "float" : "string");
        }
        return new DatasetWriter(domain, columns, types, rows);
    }

    private static boolean isShortest(String cell) {
        return cell.matches("-?(0|[1-9]\\d*)(\\.\\d*[1-9])?") && cell.length() < 15;
    }
}
