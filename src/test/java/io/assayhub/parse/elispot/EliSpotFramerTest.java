package io.assayhub.parse.elispot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EliSpotFramerTest {
    private static final String NUMBERS = "1,2,3,4,5,6,7,8,9,10,11,12";
    private static final PlateLayout LAYOUT = new PlateLayout(
            List.of("Sample", "Stimulus"),
            Pattern.compile("Plate (?<plate>.+)"),
            null,
            Pattern.compile("Layout"),
            Set.of("medium"),
            Set.of("tntc", "-2"),
            "200000",
            3,
            Map.of("Day", Pattern.compile("Day (?<value>.+)")),
            '.');
    private static final PlateLayout SEVERAL_GRIDS = new PlateLayout(
            LAYOUT.fields(),
            null,
            Pattern.compile("Counts"),
            LAYOUT.map(),
            LAYOUT.background(),
            LAYOUT.offScale(),
            "200000",
            3,
            Map.of(),
            '.');
    private static final byte[] SIGNS = ",|\"\n\rAH19-".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2,3;41,38,44; 192.50", "2,3;0,1; -10.00", "2,3;TNTC,1; TNTC", "2,3;-2,1; TNTC", "2,3;-3,41; 192.50",
                "2,3;-3,-4; ''", "TNTC,3;5; INVALID", "-1,-1;5; NO BACKGROUND", "0,0;1,0,0; 1.67", "3,3,3;x,3; 0.00"
            })
    void computesFromTheWellsOfTheSample(String background, String antigen, String result) throws IOException {
        List<String> counts = new ArrayList<>(List.of(background.split(",", -1)));
        List<String> map = new ArrayList<>();
        counts.forEach(c -> map.add("S|Medium"));
        for (String count : antigen.split(",", -1)) {
            counts.add(count);
            map.add("S|pool");
        }
        List<String> rows = rows(grid("", counts) + "Layout\n" + grid("", map), LAYOUT);
        assertThat(rows.get(1))
                .contains("|antigen|200000|")
                .contains('|' + result + '|' + antigen.split(",", -1)[0] + '|');
    }

    @Test
    void readsSeveralPlatesAndLeavesOutWhatIsNeitherCountNorMap() throws IOException {
        List<String> map = List.of("S|medium", "S|pool");
        String text = "Patient: DECOY\nDay 1\nPlate 7\n"
                + grid("", List.of("1", "5")).replace("12\n", "12,Sum\n")
                + "Sum,9,9\nRemark \"x\nLayout\n" + grid("", map) + "Day 2\nPlate 8\n" + grid("Layout", map) + "\n"
                + grid("", List.of("1", "4"));
        assertThat(rows(text, LAYOUT))
                .containsExactly(
                        "7|S|medium|background|200000|1.00|0.00|1|||1",
                        "7|S|pool|antigen|200000|1.00|20.00|5|||1",
                        "8|S|medium|background|200000|1.00|0.00|1|||2",
                        "8|S|pool|antigen|200000|1.00|15.00|4|||2");
    }

    @Test
    void takesTheGridsThatTheTitleNames() throws IOException {
        List<String> map = List.of("S|medium", "S|pool");
        String text = grid("Counts", List.of("1", "5")) + grid("Size", List.of("9", "9")) + grid("Layout", map);
        assertThat(rows(text, SEVERAL_GRIDS))
                .containsExactly("|S|medium|background|200000|1.00|0.00|1||", "|S|pool|antigen|200000|1.00|20.00|5||");
        assertThat(rows(text, LAYOUT)).containsExactly("MALFORMED");
    }

    @Test
    void refusesWhatWouldBeAnotherResult() throws IOException {
        String counts = grid("", List.of("1", "5"));
        assertThat(rows(counts, LAYOUT)).containsExactly("MALFORMED");
        assertThat(rows(counts + grid("Layout", List.of("S|a|b")), LAYOUT)).containsExactly("MALFORMED");
        assertThat(rows(counts + grid("Layout", List.of("S|pool")).replace("C,", "X,"), LAYOUT))
                .containsExactly("MALFORMED");
        assertThat(rows("", LAYOUT)).containsExactly("MALFORMED");
        assertThat(rows(
                        grid("", List.of("1", "2", "3", "4")) + grid("Layout", List.of("S|x", "S|x", "S|x", "S|x")),
                        LAYOUT))
                .containsExactly("SEVERAL_VALUES");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsWhatItDeliversOfAnyBytes(long seed) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("src/test/resources/cases/elispot-ctl/plates/in.csv"));
        PlateLayout layout = new PlateLayout(
                List.of("Subject", "Visit", "Sample", "Stimulus"),
                Pattern.compile("Plate: (?<plate>.+)"),
                Pattern.compile("(?:Spot )?Counts"),
                Pattern.compile("Layout|Plate map"),
                Set.of("medium"),
                Set.of("tntc"),
                "200000",
                2,
                Map.of(),
                '.');
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = random.nextInt(5) == 0 ? new byte[random.nextInt(300)] : sample.clone();
            if (bytes.length < sample.length) {
                random.nextBytes(bytes);
            }
            for (int n = random.nextInt(5); n > 0 && bytes.length > 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(5)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
                    default -> bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
                }
            }
            assertCounted(bytes, layout);
        }
    }

    private static void assertCounted(byte[] bytes, PlateLayout layout) throws IOException {
        EliSpotFramer framer = new EliSpotFramer(new ByteArrayInputStream(bytes), CsvDialect.rfc4180(), layout);
        int width = ((Row) framer.header()).fieldCount();
        long rows = 0;
        long refused = 0;
        Frame frame = framer.next();
        for (; frame != null && !(frame instanceof RefusedTable); frame = framer.next()) {
            rows++;
            refused += frame instanceof RefusedRow ? 1 : 0;
            assertThat(frame.row()).isEqualTo(rows + 1);
            assertThat(frame.offset()).isEqualTo(framer.bytes()).isBetween(0L, (long) bytes.length);
            if (frame instanceof Row row) {
                assertThat(row.fieldCount()).isEqualTo(width);
            }
        }
        assertThat(framer.next()).isNull();
        assertThat(framer.rows()).isEqualTo(rows);
        assertThat(framer.refused()).isEqualTo(refused);
    }

    private static String grid(String corner, List<String> firstRow) {
        StringBuilder text = new StringBuilder(corner + "," + NUMBERS + "\n");
        for (char letter = 'A'; letter <= 'H'; letter++) {
            text.append(letter).append(',');
            text.append(letter == 'A' ? String.join(",", firstRow) : "").append('\n');
        }
        return text.toString();
    }

    private static List<String> rows(String text, PlateLayout layout) throws IOException {
        EliSpotFramer framer =
                new EliSpotFramer(new ByteArrayInputStream(text.getBytes(UTF_8)), CsvDialect.rfc4180(), layout);
        framer.header();
        List<String> rows = new ArrayList<>();
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame instanceof RefusedTable end) {
                rows.add(end.fault().toString());
            } else if (frame instanceof RefusedRow bad) {
                rows.add(bad.reason().toString());
            } else {
                Row row = (Row) frame;
                StringJoiner fields = new StringJoiner("|");
                for (int i = 0; i < row.fieldCount(); i++) {
                    fields.add(row.text(i));
                }
                rows.add(fields.toString());
            }
        }
        return rows;
    }
}
