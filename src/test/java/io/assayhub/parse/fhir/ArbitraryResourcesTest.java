package io.assayhub.parse.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the bytes: no exception, rows counted as delivered, the same rows however the bytes arrive. */
class ArbitraryResourcesTest {
    private static final List<String> COLUMNS = List.of(
            "Observation.subject.identifier.value or Patient.identifier.value",
            "Observation.code.coding.first().token()",
            "Specimen.type.coding.first().token()",
            "Observation.value or Observation.dataAbsentReason.coding.first().code",
            "Observation.valueQuantity.code",
            "Organization.name");

    private static final byte[] SIGNS = "{}[]\",:\n\\0e.-<u ".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({
        "transaction/in.json, 1",
        "transaction/in.json, 2",
        "searchset/in.json, 3",
        "bulk-data/in.ndjson, 4",
        "bulk-data/in.ndjson, 5",
        "report/in.json, 6"
    })
    void countsWhatItDeliversOfDamagedResources(String file, long seed) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("src/test/resources/cases/fhir-observation", file));
        Random random = new Random(seed);
        assertCounted(sample);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = sample.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(5)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
                    case 2 -> bytes = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
                    default -> {
                        int from = random.nextInt(bytes.length);
                        int length = Math.min(random.nextInt(400), bytes.length - Math.max(at, from));
                        System.arraycopy(bytes, from, bytes, at, length);
                    }
                }
            }
            assertCounted(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"7", "8"})
    void countsWhatItDeliversOfAnyBytes(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            for (int at = 0; at < noise.length && random.nextInt(9) > 0; at++) {
                noise[at] = SIGNS[random.nextInt(SIGNS.length)];
            }
            assertCounted(noise);
            assertCounted(("{\"resourceType\":\"Observation\"}\n{" + new String(noise, UTF_8)).getBytes(UTF_8));
        }
    }

    private static void assertCounted(byte[] bytes) throws IOException {
        List<String> whole = Resources.rows(new ByteArrayInputStream(bytes), COLUMNS.toArray(String[]::new));
        ByteArrayInputStream slow = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 7));
            }
        };
        assertThat(Resources.rows(slow, COLUMNS.toArray(String[]::new))).isEqualTo(whole);
        Framer framer = FhirFramer.open(new ByteArrayInputStream(bytes), COLUMNS);
        long rows = 0;
        long refused = 0;
        long line = 0;
        Frame frame = framer.header();
        if (frame instanceof Row) {
            for (frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof RefusedTable) {
                    break;
                }
                rows++;
                refused += frame instanceof RefusedRow ? 1 : 0;
                assertThat(frame.row()).isEqualTo(rows + 1);
                assertThat(frame.line()).isGreaterThanOrEqualTo(line);
                assertThat(frame.offset()).isBetween(0L, (long) bytes.length).isEqualTo(framer.bytes());
                line = frame.line();
                if (frame instanceof Row row) {
                    assertThat(row.fieldCount()).isEqualTo(COLUMNS.size());
                }
            }
        }
        if (frame instanceof RefusedTable end) {
            assertThat(end.detail()).isNotEmpty();
            assertThat(framer.next()).isNull();
        }
        assertThat(framer.rows()).isEqualTo(rows);
        assertThat(framer.refused()).isEqualTo(refused);
    }
}
