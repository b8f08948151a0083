package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Locale;

/** How a laboratory writes its rows, and what the hub calls a delivery of it. */
enum SentForm {
    /** A table. */
    CSV(".csv") {
        @Override
        byte[] bytes(String name, List<SentRow> rows, boolean wide) {
            StringBuilder out = new StringBuilder("Subject,Accession,Matrix,Draw Time,Concentration,Units,Comment\n");
            for (SentRow row : rows) {
                out.append(row.subject())
                        .append(',')
                        .append(row.accession())
                        .append(",Plasma,2006-05-01T08:45,")
                        .append(row.concentration())
                        .append(",ng/mL,")
                        .append(wide ? COMMENT : "")
                        .append('\n');
            }
            return out.toString().getBytes(US_ASCII);
        }

        @Override
        String delivery(String name, String sha256) {
            return name;
        }
    },
    /** An HL7 v2 message; its name is its control id. */
    HL7V2("") {
        @Override
        byte[] bytes(String name, List<SentRow> rows, boolean wide) {
            StringBuilder out = new StringBuilder(
                    "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060501090000||ORU^R01^ORU_R01|" + name + "|P|2.5.1\r");
            for (SentRow row : rows) {
                out.append("PID|1||").append(row.subject()).append("\r");
                out.append("OBR|1||").append(row.accession()).append("|PK^PK panel^L|||20060501084500\r");
                out.append("OBX|1|NM|IMP321^^L||").append(row.concentration()).append("|ng/mL|||||F\r");
            }
            return out.toString().getBytes(US_ASCII);
        }

        @Override
        String delivery(String name, String sha256) {
            return "LIS/LAB/" + name;
        }
    },
    /** A message of an analyser; it has no name but its bytes. */
    ASTM("") {
        @Override
        byte[] bytes(String name, List<SentRow> rows, boolean wide) {
            StringBuilder out = new StringBuilder("H|\\^&|" + name + "||ANALYSER|||||||P|LIS2-A2|20060501090000\r");
            int number = 0;
            for (SentRow row : rows) {
                number++;
                out.append(String.format(Locale.ROOT, "P|%d|%s\r", number, row.subject()));
                out.append("O|1|").append(row.accession()).append("||^^^IMP321|||20060501084500\r");
                out.append("R|1|^^^IMP321|").append(row.concentration()).append("|ng/mL||||F\r");
            }
            return out.append("L|1|N\r").toString().getBytes(US_ASCII);
        }

        @Override
        String delivery(String name, String sha256) {
            return "astm/" + sha256;
        }
    };

    private static final String COMMENT = "no reason to repeat the analysis; ".repeat(60);

    private final String ending;

    SentForm(String ending) {
        this.ending = ending;
    }

    /** The name of a laboratory's delivery by its number. */
    String name(String laboratory, int number) {
        return String.format(Locale.ROOT, "%s_%06d%s", laboratory, number, ending);
    }

    /** @param wide whether every row is as long as a source of several chunks needs it */
    abstract byte[] bytes(String name, List<SentRow> rows, boolean wide);

    /** What the hub calls the delivery. */
    abstract String delivery(String name, String sha256);
}
