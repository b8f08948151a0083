package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.v25.message.ORU_R01;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Made-up messages: each field that the framer reads is what HAPI HL7 v2 reads there. It leaves \\X…\\ as it is. */
class HapiOracleTest {
    private static final String[] COLUMNS = {
        "MSH-4", "MSH-10", "PID-3.1", "OBR-3.1", "OBR-3.3", "OBR-4.2", "OBR-25", "SPM-4.1", "SPM-4.2", "OBX-3.1",
        "OBX-3.2", "OBX-4", "OBX-5", "OBX-6.1", "OBX-11", "OBX-14"
    };

    private static final String[] SPECS = {
        "/MSH-4",
        "/MSH-10",
        "/PATIENT_RESULT/PATIENT/PID-3-1",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBR-3-1",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBR-3-3",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBR-4-2",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBR-25",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/SPECIMEN/SPM-4-1",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/SPECIMEN/SPM-4-2",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-3-1",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-3-2",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-4",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-5",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-6-1",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-11",
        "/PATIENT_RESULT/ORDER_OBSERVATION(#)/OBSERVATION(*)/OBX-14"
    };

    private static final String[] DELIMITERS = {"|^~\\&", "!$%=*", "|^~\\&", "|@;\\:"};
    private static final List<String> WORDS = List.of(
            "A", "12.40", "<0.5", "", "", "POS", "a b", "\\F\\", "x\\S\\y\\T\\z", "\\R\\\\E\\", "ng/mL", "é", "漢");

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void readsWhatHapiReads(long seed) throws HL7Exception, IOException {
        Random random = new Random(seed);
        try (HapiContext context = new DefaultHapiContext()) {
            context.setValidationContext(ValidationContextFactory.noValidation());
            PipeParser parser = context.getPipeParser();
            for (int i = 0; i < 150; i++) {
                List<Integer> orders = new ArrayList<>();
                String message = message(random, orders);
                Terser terser = new Terser((ORU_R01) parser.parse(message));
                List<String> expected = new ArrayList<>();
                for (int order = 0; order < orders.size(); order++) {
                    for (int result = 0; result < orders.get(order); result++) {
                        expected.add(line(terser, order, result));
                    }
                }
                assertThat(Messages.rows(message.getBytes(UTF_8), UTF_8, COLUMNS))
                        .as(message)
                        .isEqualTo(expected);
            }
        }
    }

    private static String line(Terser terser, int order, int result) throws HL7Exception {
        List<String> fields = new ArrayList<>();
        for (String spec : SPECS) {
            String value = terser.get(spec.replace("#", "" + order).replace("*", "" + result));
            fields.add(value == null ? "" : value);
        }
        return String.join("|", fields);
    }

    private static String message(Random random, List<Integer> orders) {
        StringBuilder text = new StringBuilder(
                "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060314101500||ORU^R01^ORU_R01|ID" + random.nextInt(1000) + "|P|2.5\r");
        text.append("PID|1|")
                .append(word(random))
                .append("|S-")
                .append(random.nextInt(99))
                .append("^^^P003^SUBJ|x\r");
        for (int order = 1 + random.nextInt(3); order > 0; order--) {
            text.append(random.nextBoolean() ? "ORC|RE|P1\r" : "");
            text.append("OBR|1||").append(parts(random, 4)).append('|').append(parts(random, 3));
            text.append(random.nextBoolean() ? "|||20060314||||||||||||||||||F\r" : "\r");
            text.append(random.nextBoolean() ? "NTE|1||" + word(random) + "\r" : "");
            int results = 1 + random.nextInt(5);
            orders.add(results);
            for (int result = 1; result <= results; result++) {
                text.append("OBX|")
                        .append(result)
                        .append("|ST|")
                        .append(parts(random, 3))
                        .append('|');
                text.append(word(random))
                        .append('|')
                        .append(word(random))
                        .append('|')
                        .append(parts(random, 2));
                text.append(random.nextInt(4) > 0 ? "|||||F|||2006031410\r" : "\r");
                text.append(random.nextInt(4) == 0 ? "NTE|1||" + word(random) + "\r" : "");
            }
            text.append(random.nextBoolean() ? "SPM|1|||" + parts(random, 3) + "\r" : "");
        }
        return withDelimiters(text.toString(), DELIMITERS[random.nextInt(DELIMITERS.length)]);
    }

    private static String withDelimiters(String message, String delimiters) {
        StringBuilder other = new StringBuilder(message);
        for (int i = 0; i < other.length(); i++) {
            int sign = "|^~\\&".indexOf(other.charAt(i));
            if (sign >= 0) {
                other.setCharAt(i, delimiters.charAt(sign));
            }
        }
        return other.toString();
    }

    private static String parts(Random random, int most) {
        StringBuilder parts = new StringBuilder(word(random));
        for (int i = random.nextInt(most); i > 0; i--) {
            parts.append('^').append(word(random)).append(random.nextInt(6) == 0 ? "&" + word(random) : "");
        }
        return parts.toString();
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
