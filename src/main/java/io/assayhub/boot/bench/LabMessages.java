package io.assayhub.boot.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.wire.SubjectRecord;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** HL7 v2 result messages (ORU^R01, 2.5.1) of the feed {@link #FEED}, made up by number. */
final class LabMessages {
    /** The feed that reads them. */
    static final String FEED = "bioanalysis-hl7";

    private static final String STUDY = "P003";
    private static final int SUBJECTS = 50;

    private LabMessages() {}

    /** Those whom messages are about. */
    static List<SubjectRecord> subjects() {
        return IntStream.range(0, SUBJECTS)
                .mapToObj(i -> SubjectRecord.open(STUDY, subject(i)))
                .toList();
    }

    private static String subject(int number) {
        return String.format(Locale.ROOT, "P003-01-%04d", number % SUBJECTS + 1);
    }

    /**
     * A message of so many results, each of a sample of its own.
     *
     * @param id its MSH-10, with which its accessions begin
     * @param number chooses the subject
     */
    static byte[] message(String id, int number, int results) {
        StringBuilder out = new StringBuilder(200 + 120 * results);
        out.append("MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060314101500+0100||ORU^R01^ORU_R01|")
                .append(id)
                .append("|P|2.5.1\rPID|1||")
                .append(subject(number))
                .append("^^^P003^SUBJ\r");
        for (int i = 1; i <= results; i++) {
            out.append("OBR|").append(i).append("||R1|PK^PK panel^L\r");
            out.append("OBX|1|NM|IMP321^^L||12.40|ng/mL|||||F\r");
            out.append("SPM|1|").append(id).append('-').append(i).append("||PLAS\r");
            out.append("CTI|P003|1^Injection 1|2H^2 h\r");
        }
        return out.toString().getBytes(US_ASCII);
    }
}
