package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.demo.SyntheticStudy.Subject;
import io.assayhub.model.Hash128;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Safety results of the trial's sites, which do not come in files: C-reactive protein by HL7 v2, creatinine by ASTM. */
final class SiteMessages {
    static final String HL7V2_FEED = "hl7v2-oru";
    static final String ASTM_FEED = "astm-lis2";

    private static final LocalDate SENT = LocalDate.of(2006, 8, 1);
    private static final int SUBJECTS = 6;

    private SiteMessages() {}

    /** One message for each of the first subjects. */
    static List<LabFile> hl7v2(SyntheticStudy study) {
        List<LabFile> messages = new ArrayList<>();
        for (Subject subject : study.subjects().subList(0, SUBJECTS)) {
            int number = messages.size() + 1;
            String id = "SITE-" + number;
            String text = String.join(
                    "\r",
                    "MSH|^~\\&|LIS|SITE01|HUB|SPONSOR|20060801093000+0200||ORU^R01^ORU_R01|" + id + "|P|2.5.1",
                    "PID|1||" + subject.number() + "||" + LabFiles.DECOY_INITIALS,
                    "OBR|1||CRP-" + number + "|1988-5^C reactive protein^LN|||20060801080000+0200",
                    "OBX|1|NM|1988-5^C reactive protein^LN||" + number + "." + number + "0|mg/L|||||F",
                    "SPM|1|||SER",
                    "CTI|P003",
                    "");
            messages.add(new LabFile(HL7V2_FEED, "LIS/SITE01/" + id, SENT, text.getBytes(UTF_8), "1 result"));
        }
        return messages;
    }

    /** One message with a result of each of the first subjects. */
    static LabFile astm(SyntheticStudy study) {
        StringBuilder text = new StringBuilder("H|\\^&|||ANALYSER|||||||P|LIS2-A2|20060801094500\r");
        int number = 0;
        for (Subject subject : study.subjects().subList(0, SUBJECTS)) {
            number++;
            text.append(
                    String.format(Locale.ROOT, "P|%d|%s|||%s\r", number, subject.number(), LabFiles.DECOY_INITIALS));
            text.append("O|1|CREA-").append(number).append("||^^^CREA|||20060801080000\r");
            text.append("R|1|^^^CREA|").append(70 + number).append("|umol/L||||F\r");
        }
        byte[] bytes = text.append("L|1|N\r").toString().getBytes(US_ASCII);
        String name = "astm/" + HexFormat.of().formatHex(Hash128.sha256().digest(bytes));
        return new LabFile(ASTM_FEED, name, SENT, bytes, SUBJECTS + " results");
    }

    static int results() {
        return SUBJECTS;
    }
}
