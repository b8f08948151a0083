package io.assayhub.boot.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * A made-up table of drug concentrations in plasma with the 21 columns of a real one: the PC domain of CDISC SDTM as
 * statisticians exchange it. Texts are quoted, numbers are not, samples before the dose are below the limit. Subject by
 * subject, visit by visit; every row is a result of its own.
 */
public final class PcTable {
    private static final int VISITS = 4;
    private static final double[] HOURS = {-0.5, 0.08, 0.5, 1, 1.5, 2, 4, 6, 8, 12, 16, 24, 36, 48};
    private static final double LOWER_LIMIT = 0.01;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final LocalDateTime FIRST_DOSE = LocalDateTime.of(2014, 1, 1, 8, 30);

    private PcTable() {}

    /** Writes so many rows below the header; the same arguments give the same bytes. */
    public static void write(Path file, String study, long rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out =
                new BufferedWriter(Files.newBufferedWriter(file, StandardCharsets.US_ASCII), 1 << 16)) {
            out.write("\"STUDYID\",\"DOMAIN\",\"USUBJID\",\"PCSEQ\",\"PCTESTCD\",\"PCTEST\",\"PCORRES\",\"PCORRESU\","
                    + "\"PCSTRESC\",\"PCSTRESN\",\"PCSTRESU\",\"PCNAM\",\"PCSPEC\",\"PCLLOQ\",\"VISIT\",\"VISITNUM\","
                    + "\"VISITDY\",\"PCDTC\",\"PCDY\",\"PCTPT\",\"PCTPTNUM\"\n");
            int perSubject = VISITS * HOURS.length;
            double peak = 0;
            for (long row = 0; row < rows; row++) {
                int within = (int) (row % perSubject);
                if (within == 0) {
                    peak = Math.exp(0.4 * gaussian(random));
                }
                out.write(line(study, row / perSubject, within, peak, random));
            }
        }
    }

    /** The subjects of a table with so many rows. */
    public static List<String> subjects(long rows) {
        int perSubject = VISITS * HOURS.length;
        return LongStream.range(0, (rows + perSubject - 1) / perSubject)
                .mapToObj(PcTable::subjectId)
                .toList();
    }

    private static String line(String study, long subject, int within, double peak, SplittableRandom random) {
        int visit = within / HOURS.length;
        double hours = HOURS[within % HOURS.length];
        int day = 1 + 14 * visit;
        String result = concentration(hours, peak, random);
        boolean below = result == null;
        LocalDateTime dose = FIRST_DOSE.plusDays(subject % 400 + day - 1);
        String text = below ? "<BLQ" : result;
        return "\"" + study + "\",\"PC\",\"" + subjectId(subject) + "\"," + (within + 1)
                + ",\"XAN\",\"XANOMELINE\",\"" + text + "\",\"ug/ml\",\"" + text + "\"," + (below ? "0" : result)
                + ",\"ug/ml\",\"Imaginary Labs\",\"PLASMA\"," + LOWER_LIMIT + ",\""
                + (visit == 0 ? "BASELINE" : "WEEK " + 2 * visit) + "\"," + (3 + visit) + "," + day + ",\""
                + TIME.format(dose.plusMinutes(Math.round(hours * 60))) + "\"," + day + ",\"" + timePoint(hours) + "\","
                + number(hours) + "\n";
    }

    /** Five digits after the point; null below the limit. */
    private static String concentration(double hours, double peak, SplittableRandom random) {
        if (hours <= 0) {
            return null;
        }
        double typical = 3 * peak * (Math.exp(-0.1 * hours) - Math.exp(-1.2 * hours));
        double value = typical * Math.exp(0.1 * gaussian(random));
        return value < LOWER_LIMIT ? null : String.format(Locale.ROOT, "%.5f", value);
    }

    private static String subjectId(long subject) {
        return String.format(
                Locale.ROOT, "%02d-%03d-%04d", 1 + subject / 10_000 % 99, 701 + subject % 16, subject % 10_000);
    }

    private static String timePoint(double hours) {
        if (hours < 0) {
            return "Pre-dose";
        }
        return hours < 1 ? Math.round(hours * 60) + " Min Post-dose" : number(hours) + "h Post-dose";
    }

    private static String number(double hours) {
        return hours == Math.rint(hours) ? Long.toString((long) hours) : Double.toString(hours);
    }

    private static double gaussian(SplittableRandom random) {
        // Box and Muller; 1 - u keeps the logarithm off zero.
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
