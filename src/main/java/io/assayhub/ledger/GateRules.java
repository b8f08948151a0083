package io.assayhub.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds what a transfer would change against its feed's limits. */
public final class GateRules {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private GateRules() {}

    /** What a feed may limit, and of what the percentage is. */
    public enum Limit {
        /** Of the transfer's entries. */
        NEW,
        /** Of the entries whose result was known before. */
        CORRECTED,
        /** Of the entries whose result was known before. */
        WITHDRAWN,
        /** Of the results that the feed had before. */
        MISSING,
        /** Of the transfer's entries. */
        REJECTED,
        /** Of the transfer's entries: those that wait for something else than the verdict. */
        HELD;

        /** The word in feed files and manifests. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a transfer comes to if it is let through.
     *
     * @param entries all of them, the rejected ones too
     * @param knownBefore entries whose result was known
     * @param known results that the feed had before
     */
    public record Totals(
            long entries,
            long knownBefore,
            long known,
            long created,
            long corrected,
            long withdrawn,
            long missing,
            long rejected,
            long held) {
        private long part(Limit limit) {
            return switch (limit) {
                case NEW -> created;
                case CORRECTED -> corrected;
                case WITHDRAWN -> withdrawn;
                case MISSING -> missing;
                case REJECTED -> rejected;
                case HELD -> held;
            };
        }

        private long whole(Limit limit) {
            return switch (limit) {
                case NEW, REJECTED, HELD -> entries;
                case CORRECTED, WITHDRAWN -> knownBefore;
                case MISSING -> known;
            };
        }
    }

    /**
     * The limits that are exceeded, in words such as {@code corrected: 98.2 % of 1000, limit 5 %}; empty if none is. A
     * transfer of a feed that had nothing before is not stopped for being new.
     *
     * @param limits percent by {@link Limit#text()}; a name that this hub does not know is exceeded, for it cannot be kept
     */
    public static List<String> exceeded(Map<String, BigDecimal> limits, Totals totals) {
        List<String> findings = new ArrayList<>();
        limits.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            Optional<Limit> limit = limit(entry.getKey());
            if (limit.isEmpty()) {
                findings.add(entry.getKey() + ": this hub does not know the limit");
                return;
            }
            long part = totals.part(limit.get());
            long whole = totals.whole(limit.get());
            boolean first = limit.get() == Limit.NEW && totals.known == 0 && totals.knownBefore == 0;
            BigDecimal allowed = entry.getValue().multiply(BigDecimal.valueOf(whole));
            if (!first && part > 0 && HUNDRED.multiply(BigDecimal.valueOf(part)).compareTo(allowed) > 0) {
                findings.add(entry.getKey() + ": " + percent(part, whole) + " % of " + whole + ", limit "
                        + entry.getValue().stripTrailingZeros().toPlainString() + " %");
            }
        });
        return findings;
    }

    private static String percent(long part, long whole) {
        return whole == 0
                ? "100"
                : HUNDRED.multiply(BigDecimal.valueOf(part))
                        .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static Optional<Limit> limit(String text) {
        for (Limit limit : Limit.values()) {
            if (limit.text().equals(text)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }
}
