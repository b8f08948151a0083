package io.assayhub.boot.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Sources that have the shape of a format and no sense. */
final class Nonsense {
    private static final List<String> CELLS = List.of(
            "",
            "1",
            "12.40",
            "<0.5",
            ">30",
            "BLQ",
            "ND",
            "ng/mL",
            "IMP321",
            "P003-01-0001",
            "P003",
            "2006-03-01",
            "2006-03-01T08:15",
            "20060301081500",
            "POSITIVE",
            "Plasma",
            "PLASMA",
            "F",
            "X",
            "^^^GLU",
            "A^B^C",
            "a&b",
            "0.0000000000000000000001",
            "1e5",
            "-3",
            "99999999999999999999",
            "é",
            "\u0000",
            "NaN",
            " ",
            "\"x\"");
    private static final List<String> SEGMENTS =
            List.of("MSH", "PID", "OBR", "OBX", "SPM", "NTE", "CTI", "ZXX", "BHS", "BTS", "FHS", "FTS", "ORC", "", "O");
    private static final List<String> KEYS = List.of(
            "resourceType",
            "entry",
            "resource",
            "rows",
            "columns",
            "records",
            "name",
            "itemOID",
            "dataType",
            "datasetJSONVersion",
            "valueQuantity",
            "value",
            "code",
            "coding",
            "subject",
            "reference",
            "identifier",
            "");

    private Nonsense() {}

    /** Something that begins like a source of this form, by the form's name; plain noise at times. */
    static byte[] of(String form, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        switch (random.nextInt(10) == 0 ? "noise" : form.toLowerCase(Locale.ROOT)) {
            case "hl7v2" -> segments(out, random);
            case "astm" -> records(out, random);
            case "datasetjson", "fhir" -> json(out, random, 0);
            case "xpt" -> blocks(out, random);
            case "noise" -> {
                byte[] noise = new byte[random.nextInt(4000)];
                random.nextBytes(noise);
                return noise;
            }
            default -> table(out, random);
        }
        return out.toString().getBytes(ISO_8859_1);
    }

    private static String any(List<String> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    private static void table(StringBuilder out, SplittableRandom random) {
        String delimiter = any(List.of(",", ",", ";", "\t", "|"), random);
        int columns = 1 + random.nextInt(20);
        for (int row = random.nextInt(40); row >= 0; row--) {
            int here = random.nextInt(8) == 0 ? random.nextInt(30) : columns;
            for (int i = 0; i < here; i++) {
                out.append(i == 0 ? "" : delimiter).append(any(CELLS, random));
            }
            out.append(any(List.of("\n", "\r\n", "\r"), random));
        }
    }

    private static void segments(StringBuilder out, SplittableRandom random) {
        out.append("MSH|^~\\&|LIS|LAB|HUB|S|20060301||ORU^R01|")
                .append(random.nextInt())
                .append("|P|2.5.1\r");
        for (int i = random.nextInt(30); i > 0; i--) {
            out.append(any(SEGMENTS, random));
            for (int field = random.nextInt(25); field > 0; field--) {
                out.append(any(List.of("|", "|", "|", "^", "~", "&", "\\"), random))
                        .append(any(CELLS, random));
            }
            out.append(any(List.of("\r", "\r", "\n", "\r\n"), random));
        }
    }

    private static void records(StringBuilder out, SplittableRandom random) {
        out.append("H|\\^&|||LAB|||||||P|LIS2-A2|20060301\r");
        for (int i = random.nextInt(30); i > 0; i--) {
            out.append(any(List.of("P", "O", "R", "C", "Q", "M", "S", "L", "H", "X"), random));
            for (int field = random.nextInt(16); field > 0; field--) {
                out.append(any(List.of("|", "|", "|", "^", "\\", "&"), random)).append(any(CELLS, random));
            }
            out.append(any(List.of("\r", "\r", "\n", "\r\n"), random));
        }
    }

    private static void json(StringBuilder out, SplittableRandom random, int depth) {
        int kind = depth > 12 ? 5 : random.nextInt(depth == 0 ? 2 : 8);
        if (kind < 2) {
            boolean object = kind == 0;
            out.append(object ? '{' : '[');
            for (int i = random.nextInt(8); i > 0; i--) {
                if (object) {
                    out.append('"').append(any(KEYS, random)).append("\":");
                }
                json(out, random, depth + 1);
                out.append(i > 1 || random.nextInt(30) == 0 ? "," : "");
            }
            out.append(object ? '}' : ']');
        } else if (kind < 5) {
            out.append('"').append(any(CELLS, random).replace("\"", "\\\"")).append('"');
        } else {
            out.append(any(List.of("null", "true", "12.40", "-1e9", "0", "1.0000000000000000001", "nul"), random));
        }
    }

    private static void blocks(StringBuilder out, SplittableRandom random) {
        List<String> heads = List.of(
                "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  ",
                "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  ",
                "HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!000000000000000000000000000000  ",
                "HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000000300000000000000000000  ",
                "HEADER RECORD*******OBS     HEADER RECORD!!!!!!!000000000000000000000000000000  ");
        out.append(heads.get(0));
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextBoolean()) {
                out.append(any(heads, random));
            } else {
                for (int b = 0; b < 80; b++) {
                    out.append((char) (random.nextInt(3) == 0 ? random.nextInt(256) : ' '));
                }
            }
        }
    }
}
