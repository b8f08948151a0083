package io.assayhub.boot.demo;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A receipt in one line, for people. */
public final class ReceiptText {
    private ReceiptText() {}

    /** Feed, file, rows and what became of them. */
    public static String line(Receipt receipt) {
        Manifest manifest = receipt.manifest();
        return String.format(
                Locale.ROOT,
                "%-15s %-24s %4d rows  %s",
                manifest.feed(),
                manifest.delivery(),
                manifest.rows(),
                describe(receipt));
    }

    private static String describe(Receipt receipt) {
        Manifest manifest = receipt.manifest();
        if (manifest.refusal() != null) {
            return "REFUSED " + manifest.refusal().code() + " "
                    + manifest.refusal().detail();
        }
        String counts = counts(receipt.counts());
        List<String> texts = new ArrayList<>(counts.isEmpty() ? List.of() : List.of(counts));
        add(texts, manifest.rejected(), "rejected");
        add(texts, manifest.refused(), "rows refused");
        add(texts, excluded(manifest), "excluded");
        String state = switch (receipt.state()) {
            case STOPPED -> "STOPPED (" + String.join("; ", receipt.verdict().findings()) + "): ";
            case UNBALANCED -> "DOES NOT BALANCE: ";
            case OPEN -> "open: ";
            case CLOSED, REFUSED -> "";
        };
        return (receipt.isRedelivery() ? "known already; as before: " : "") + state + String.join(", ", texts);
    }

    /** The outcomes that there are, such as {@code 75 new, 1 held}. */
    static String counts(Counts counts) {
        List<String> texts = new ArrayList<>();
        outcomes(counts).forEach((name, count) -> add(texts, count, name));
        add(texts, counts.restated(), "of these restated");
        add(texts, counts.remapPending(), "of these remap pending");
        return String.join(", ", texts);
    }

    /** Every outcome with its count, in the order of the books. */
    static Map<String, Long> outcomes(Counts counts) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        outcomes.put("new", counts.created());
        outcomes.put("corrected", counts.corrected());
        outcomes.put("remapped", counts.remapped());
        outcomes.put("withdrawn", counts.withdrawn());
        outcomes.put("stale", counts.stale());
        outcomes.put("superseded", counts.superseded());
        outcomes.put("held", counts.held());
        outcomes.put("dismissed", counts.dismissed());
        outcomes.put("unchanged", counts.unchanged());
        return outcomes;
    }

    static long excluded(Manifest manifest) {
        return manifest.excluded().values().stream().mapToLong(Long::longValue).sum();
    }

    private static void add(List<String> texts, long count, String name) {
        if (count != 0) {
            texts.add(count + " " + name);
        }
    }
}
