package io.assayhub.mapping;

import io.assayhub.model.AssayResult;
import io.assayhub.model.QualityFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what the feed's checks found, each as an extension {@code {base}/StructureDefinition/quality-flag}. */
final class FlagWriter implements HoleWriter.Writer {
    private static final byte[] TEXT = ascii("},{\"url\":\"text\",\"valueString\":");
    private static final byte[] CLOSE = ascii("}]}");

    private final byte[] open;

    FlagWriter(Namespaces namespaces) {
        open = ascii(",{\"url\":\"" + namespaces.expand("{base}/StructureDefinition/quality-flag")
                + "\",\"extension\":[{\"url\":\"code\",\"valueCode\":");
    }

    @Override
    public boolean write(AssayResult result, ObservationBuffer out) {
        List<QualityFlag> flags = result.flags();
        for (int i = 0; i < flags.size(); i++) {
            QualityFlag flag = flags.get(i);
            out.raw(open);
            out.string(flag.code());
            if (flag.text() != null) {
                out.raw(TEXT);
                out.string(flag.text());
            }
            out.raw(CLOSE);
        }
        return !flags.isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
