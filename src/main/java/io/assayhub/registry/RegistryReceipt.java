package io.assayhub.registry;

import java.util.List;

/**
 * What became of one registry file; lies where the file would, which is not kept. {@code rows = registered + changed +
 * unchanged + older + rejected}.
 *
 * @param delivery the sender's name for the file
 * @param sha256 of its bytes, in hexadecimal
 * @param arrived first intake, ISO 8601
 * @param refusal code and reason if nothing of it could be read, or null
 * @param aliases other numbers that are new or point elsewhere now
 * @param identifying headers found of columns that are known to identify a person; nothing of them was read
 */
public record RegistryReceipt(
        String registry,
        String transfer,
        String delivery,
        String sha256,
        String arrived,
        String refusal,
        long rows,
        long registered,
        long changed,
        long unchanged,
        long older,
        long rejected,
        long aliases,
        List<String> identifying) {
    public RegistryReceipt {
        identifying = List.copyOf(identifying);
    }
}
