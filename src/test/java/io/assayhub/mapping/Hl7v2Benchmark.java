package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * Messages of 20 OBX in a second, one thread: HAPI HL7 v2's bare parse, the hub's framing with the text of each field, and
 * the hub from bytes to Observation bytes. Run by hand; not a test.
 */
final class Hl7v2Benchmark {
    private static final int RESULTS = 20;
    private static final int MESSAGES = 2_000;
    private static final int ROUNDS = 20;

    private Hl7v2Benchmark() {}

    private interface Step {
        void run() throws HL7Exception, IOException;
    }

    public static void main(String[] args) throws HL7Exception, IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String first = message(0);
        for (int i = 0; i < MESSAGES; i++) {
            all.writeBytes(message(i).getBytes(US_ASCII));
        }
        byte[] source = all.toByteArray();
        CompiledFeed feed = TestMappings.feed("bioanalysis-hl7");
        try (HapiContext context = new DefaultHapiContext()) {
            context.setValidationContext(ValidationContextFactory.noValidation());
            PipeParser parser = context.getPipeParser();
            measure("HAPI HL7 v2 parse", () -> {
                for (int i = 0; i < MESSAGES; i++) {
                    parser.parse(first);
                }
            });
        }
        measure("framing and text", () -> frame(source, feed));
        measure("bytes to Observation bytes", () -> observations(source, feed));
    }

    private static void measure(String name, Step step) throws HL7Exception, IOException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            step.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %,10.0f messages/s %,12.0f results/s%n",
                name,
                MESSAGES / best,
                MESSAGES * RESULTS / best);
    }

    private static void frame(byte[] source, CompiledFeed feed) throws IOException {
        Framer framer = FeedTable.open(new ByteArrayInputStream(source), feed.config());
        framer.header();
        long characters = 0;
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            Row row = (Row) frame;
            for (int i = 0; i < row.fieldCount(); i++) {
                characters += row.text(i).length();
            }
        }
        check(framer.rows() == (long) MESSAGES * RESULTS && characters > 0);
    }

    private static void observations(byte[] source, CompiledFeed feed) throws IOException {
        long[] counts = new long[2];
        feed.reader(TransferReader.Mode.NORMALISE).read(new ByteArrayInputStream(source), new EntrySink() {
            @Override
            public void normalised(Entry entry) {
                counts[0]++;
                counts[1] += entry.observation().length;
            }

            @Override
            public void rejected(Rejected rejected) throws IOException {
                throw new IOException(rejected.code().code());
            }
        });
        check(counts[0] == (long) MESSAGES * RESULTS && counts[1] > 0);
    }

    private static void check(boolean asExpected) throws IOException {
        if (!asExpected) {
            throw new IOException("not all results were read");
        }
    }

    private static String message(int number) {
        StringBuilder text = new StringBuilder("MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060314101500+0100||ORU^R01^ORU_R01|M"
                + number + "|P|2.5\rPID|1||P003-01-" + String.format(Locale.ROOT, "%04d", number)
                + "^^^P003^SUBJ||Decoy^Marie||19510417|F\rOBR|1|P" + number + "|R" + number + "|PK^PK panel^L\r");
        for (int i = 1; i <= RESULTS; i++) {
            text.append("OBX|")
                    .append(i)
                    .append("|NM|IMP321^IMP321 concentration^L|")
                    .append(i)
                    .append("|12.")
                    .append(i);
            text.append("|ng/mL|0.5-50|N|||F|||20060314091500||||||20060320101500\r");
        }
        return text + "SPM|1|S" + number
                + "||PLAS^Plasma^HL70487|||||||||||||20060314091500\rCTI|P003|1^Injection 1|2H^2 h\r";
    }
}
