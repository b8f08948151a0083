package io.assayhub.ledger.streams;

import io.assayhub.ledger.GateRules;
import io.assayhub.ledger.TransferAccount.Gate;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What is known of one transfer over all partitions: the manifest, the latest report of each partition, the answers of the
 * guard, and the gate's verdict. Pure.
 *
 * @param firstArrived of the first manifest; a later delivery of the same bytes brings a manifest of its own
 * @param manifest null while only results moved from elsewhere have reported
 * @param reports label to the latest report without its manifest, replaced by each report and never added to
 * @param answers partition of the guard to its latest answer
 * @param verdict null until decided
 * @param told labels whose partition was told of the verdict
 * @param published the receipt published last, or null
 * @param changedAt when something changed last, in milliseconds since 1970
 */
record ReceiptBooks(
        String firstArrived,
        Manifest manifest,
        Map<String, ClearingMessage.Report> reports,
        Map<Integer, ClearingMessage.Answer> answers,
        Verdict verdict,
        Set<String> told,
        Receipt published,
        long changedAt) {
    static final ReceiptBooks EMPTY = new ReceiptBooks(null, null, Map.of(), Map.of(), null, Set.of(), null, 0);

    ReceiptBooks {
        reports = Map.copyOf(reports);
        answers = Map.copyOf(answers);
        told = Set.copyOf(told);
    }

    /** A partition that has to be told of the verdict, for this label of it. */
    record Telling(String label, int partition, Verdict.Decision decision) {}

    /**
     * The books after a report or an answer, and what follows.
     *
     * @param receipt to publish, if it says something that the last one did not
     * @param tellings who has to be told of the verdict
     * @param complete whether all of the transfer has now reported for the first time
     */
    record Change(ReceiptBooks books, Optional<Receipt> receipt, List<Telling> tellings, boolean complete) {
        Change {
            tellings = List.copyOf(tellings);
        }
    }

    /** Takes a report; one that is older than what is known changes nothing. */
    Optional<Change> take(String transfer, ClearingMessage.Report report, long now) {
        ClearingMessage.Report known = reports.get(report.label());
        boolean later = known == null || report.revision() > known.revision();
        boolean redelivered = report.manifest() != null && !report.manifest().equals(manifest);
        if (!later && !redelivered) {
            return Optional.empty();
        }
        Map<String, ClearingMessage.Report> all = new HashMap<>(reports);
        if (later) {
            all.put(report.label(), report.without(report.manifest()));
        }
        Manifest latest = report.manifest() == null ? manifest : report.manifest();
        String first = firstArrived != null || latest == null ? firstArrived : latest.arrived();
        return Optional.of(
                new ReceiptBooks(first, latest, all, answers, verdict, told, published, now).settle(transfer, this));
    }

    /** Takes an answer of the guard. */
    Optional<Change> take(String transfer, ClearingMessage.Answer answer, long now) {
        ClearingMessage.Answer known = answers.get(answer.partition());
        if (known != null && known.answered() >= answer.answered()) {
            return Optional.empty();
        }
        Map<Integer, ClearingMessage.Answer> all = new HashMap<>(answers);
        all.put(answer.partition(), answer);
        return Optional.of(new ReceiptBooks(firstArrived, manifest, reports, all, verdict, told, published, now)
                .settle(transfer, this));
    }

    /** Whether it may be forgotten: settled, nothing held, and not changed since this time. */
    boolean isExpired(long before) {
        return changedAt < before && manifest != null && state() != Receipt.State.OPEN && sum().held() == 0;
    }

    byte[] toJson() {
        return Json.bytes(this);
    }

    static ReceiptBooks fromJson(byte[] json) {
        return Json.read(json, ReceiptBooks.class);
    }

    private Change settle(String transfer, ReceiptBooks before) {
        if (manifest == null) {
            return new Change(this, Optional.empty(), List.of(), false);
        }
        Verdict decided = decide();
        List<Telling> tellings = tellings(decided);
        Set<String> informed = new HashSet<>(told);
        tellings.forEach(telling -> informed.add(telling.label()));
        ReceiptBooks books =
                new ReceiptBooks(firstArrived, manifest, reports, answers, decided, informed, published, changedAt);
        boolean complete = books.hasReported() && !before.hasReported();
        Optional<Receipt> receipt = books.receipt(transfer);
        return new Change(receipt.map(books::withPublished).orElse(books), receipt, tellings, complete);
    }

    /**
     * Who still holds results for a verdict that has been given. A result that is moved after the verdict comes to a
     * partition that no command reached in time.
     */
    private List<Telling> tellings(Verdict decided) {
        if (decided == null || decided.decision() == Verdict.Decision.STOPPED) {
            return List.of();
        }
        return reports.values().stream()
                .filter(report -> report.gate() == Gate.PENDING && !told.contains(report.label()))
                .map(report -> new Telling(report.label(), report.partition(), decided.decision()))
                .sorted(Comparator.comparing(Telling::label))
                .toList();
    }

    private ReceiptBooks withPublished(Receipt receipt) {
        return new ReceiptBooks(firstArrived, manifest, reports, answers, verdict, told, receipt, changedAt);
    }

    /**
     * The verdict as it stands: by rule once everything is known, then as a person's command has changed it. Only the
     * partitions say whether such a command was applied.
     */
    private Verdict decide() {
        if (manifest.limits().isEmpty() || !hasReported() || (verdict == null && isInTransit())) {
            return verdict;
        }
        if (verdict == null) {
            return isAnswered() ? judged() : null;
        }
        if (verdict.decision() != Verdict.Decision.STOPPED) {
            return verdict;
        }
        if (any(r -> r.gate() == Gate.DISMISSED)) {
            return new Verdict(Verdict.Decision.DISMISSED, verdict.findings());
        }
        return any(r -> r.gate() == Gate.RELEASED)
                ? new Verdict(Verdict.Decision.RELEASED, verdict.findings())
                : verdict;
    }

    private Verdict judged() {
        Counts settled = sum();
        Counts tentative =
                reports.values().stream().map(ClearingMessage.Report::tentative).reduce(Counts.ZERO, Counts::plus);
        Counts wouldBe = settled.plus(tentative);
        List<String> findings = GateRules.exceeded(
                manifest.limits(),
                new GateRules.Totals(
                        manifest.entries(),
                        wouldBe.corrected()
                                + wouldBe.remapped()
                                + wouldBe.withdrawn()
                                + wouldBe.unchanged()
                                + wouldBe.stale(),
                        total(ClearingMessage.Report::known),
                        wouldBe.created(),
                        wouldBe.corrected(),
                        wouldBe.withdrawn(),
                        total(ClearingMessage.Report::missing),
                        manifest.rejected(),
                        settled.held() - tentative.total()));
        return new Verdict(findings.isEmpty() ? Verdict.Decision.PASSED : Verdict.Decision.STOPPED, findings);
    }

    /** A receipt is published for the first report, and whenever it would say something else and is not open. */
    private Optional<Receipt> receipt(String transfer) {
        Receipt.State state = state();
        if (published != null && state == Receipt.State.OPEN) {
            return Optional.empty();
        }
        long revision = published == null ? 0 : published.revision();
        Receipt next = receipt(transfer, revision, state);
        return next.equals(published) ? Optional.empty() : Optional.of(receipt(transfer, revision + 1, state));
    }

    private Receipt receipt(String transfer, long revision, Receipt.State state) {
        Counts sum = sum();
        return new Receipt(
                transfer,
                revision,
                state,
                Receipt.balances(manifest, sum),
                firstArrived,
                manifest,
                sum,
                total(ClearingMessage.Report::missing),
                verdict);
    }

    private Receipt.State state() {
        if (manifest.refusal() != null) {
            return Receipt.State.REFUSED;
        }
        boolean undecided = !manifest.limits().isEmpty() && verdict == null;
        if (!hasReported() || undecided || isInTransit()) {
            return Receipt.State.OPEN;
        }
        if (verdict != null && verdict.decision() == Verdict.Decision.STOPPED) {
            return Receipt.State.STOPPED;
        }
        if (total(ClearingMessage.Report::awaiting) > 0) {
            return Receipt.State.OPEN;
        }
        return Receipt.balances(manifest, sum()) ? Receipt.State.CLOSED : Receipt.State.UNBALANCED;
    }

    /** Whether every partition of the manifest has taken its end marker and knows what it lacks. */
    private boolean hasReported() {
        if (manifest == null) {
            return false;
        }
        for (int partition : manifest.partitions().keySet()) {
            ClearingMessage.Report report = reports.get(Integer.toString(partition));
            if (report == null || !report.sealed() || (manifest.cumulative() && !isScanned(report))) {
                return false;
            }
        }
        return true;
    }

    private boolean isScanned(ClearingMessage.Report report) {
        return report.scanned() || manifest.refusal() != null;
    }

    /** Whether results are on their way from one partition to another. */
    private boolean isInTransit() {
        long arrived = reports.values().stream()
                .filter(ClearingMessage.Report::isOfMoved)
                .mapToLong(r -> r.counts().total() + r.moved())
                .sum();
        return total(ClearingMessage.Report::moved) != arrived;
    }

    /** Whether every claim is answered and, where absence counts, every answer has reached the former subject. */
    private boolean isAnswered() {
        long answered = 0;
        long found = 0;
        for (ClearingMessage.Answer answer : answers.values()) {
            answered += answer.answered();
            found += answer.found();
        }
        return answered >= total(ClearingMessage.Report::claims)
                && (!manifest.cumulative() || total(ClearingMessage.Report::moving) >= found);
    }

    private boolean any(Predicate<ClearingMessage.Report> test) {
        return reports.values().stream().anyMatch(test);
    }

    private long total(ToLongFunction<ClearingMessage.Report> figure) {
        return reports.values().stream().mapToLong(figure).sum();
    }

    private Counts sum() {
        return reports.values().stream().map(ClearingMessage.Report::counts).reduce(Counts.ZERO, Counts::plus);
    }
}
