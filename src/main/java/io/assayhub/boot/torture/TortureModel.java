package io.assayhub.boot.torture;

import io.assayhub.wire.Counts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be published, told from what was sent alone. A later file is newer; a file that was sent before under the
 * same name with the same bytes says nothing new. Whether a subject was registered before or after its results makes no
 * difference in the end, for held results go out in their order.
 */
final class TortureModel {
    private final Map<SentFile.Delivered, SentFile> files = new LinkedHashMap<>();
    private final Set<String> registered = new HashSet<>();

    /** One version; the first is final, all others are corrected. */
    record Version(String value, String status) {}

    /** An accession that turned up under another subject. */
    record Move(String accession, String former, String now) {}

    /** How a file's receipt has to read. */
    record Account(long rows, long rejected, Counts counts) {}

    /**
     * All that has to be there when nothing is on its way any more.
     *
     * @param versions of each result, the first one first
     * @param waiting values of each result that wait because nobody has registered its subject, the first one first
     * @param moves each is published and raised
     */
    record Expected(
            Map<SentRow.Key, List<Version>> versions,
            Map<SentRow.Key, List<String>> waiting,
            List<Move> moves,
            Map<SentFile.Delivered, Account> accounts) {
        long published() {
            return versions.values().stream().mapToLong(List::size).sum();
        }

        long results() {
            return accounts.values().stream().mapToLong(Account::rows).sum();
        }
    }

    synchronized void registered(String subject) {
        registered.add(subject);
    }

    synchronized void sent(SentFile file) {
        files.putIfAbsent(file.delivered(), file);
    }

    synchronized Expected expected() {
        return new Ledger().expected();
    }

    /** What the newest file said of a result. */
    private record Known(String written, BigDecimal number) {}

    private final class Ledger {
        private final Map<SentRow.Key, Known> known = new HashMap<>();
        private final Map<String, String> subjectOfAccession = new HashMap<>();
        private final Map<SentRow.Key, List<Version>> versions = new LinkedHashMap<>();
        private final Map<SentRow.Key, List<String>> waiting = new LinkedHashMap<>();
        private final List<Move> moves = new ArrayList<>();
        private long created;
        private long corrected;
        private long unchanged;
        private long restated;
        private long held;
        private long rejected;

        private Expected expected() {
            Map<SentFile.Delivered, Account> accounts = new LinkedHashMap<>();
            files.forEach((delivered, file) -> {
                created = corrected = unchanged = restated = held = rejected = 0;
                file.rows().forEach(row -> take(row));
                Counts counts = new Counts(created, corrected, 0, 0, unchanged, restated, 0, 0, 0, held, 0);
                accounts.put(delivered, new Account(file.rows().size(), rejected, counts));
            });
            return new Expected(versions, waiting, moves, accounts);
        }

        private void take(SentRow row) {
            if (!row.isReadable()) {
                rejected++;
                return;
            }
            BigDecimal number = new BigDecimal(row.concentration());
            Known before = known.put(row.key(), new Known(row.concentration(), number));
            if (before != null && before.number.compareTo(number) == 0) {
                unchanged++;
                restated += before.written.equals(row.concentration()) ? 0 : 1;
            } else if (!registered.contains(row.subject())) {
                held++;
                waiting.computeIfAbsent(row.key(), k -> new ArrayList<>()).add(row.concentration());
            } else {
                publish(row, before == null);
            }
        }

        private void publish(SentRow row, boolean first) {
            created += first ? 1 : 0;
            corrected += first ? 0 : 1;
            versions.computeIfAbsent(row.key(), k -> new ArrayList<>())
                    .add(new Version(row.concentration(), first ? "final" : "corrected"));
            String former = subjectOfAccession.putIfAbsent(row.accession(), row.subject());
            if (first && former != null) {
                moves.add(new Move(row.accession(), former, row.subject()));
            }
        }
    }
}
