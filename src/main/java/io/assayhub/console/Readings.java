package io.assayhub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.index.ReconcileQueries.Expected;
import io.assayhub.index.ReconcileQueries.State;
import io.assayhub.index.TransferQueries;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.SubjectRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What pages read. For somebody who may not see blinded feeds, these are absent from rows, counts and searches alike; every
 * question says who asks.
 */
public interface Readings {
    /** Rows of a page in their order, and where the next page begins; empty if there is none. */
    record Rows<T>(List<T> rows, String next) {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** The latest version of one result, as lists and plots show it; what it does not have is null. */
    record ResultRow(
            String id,
            String study,
            String subject,
            String feed,
            String kind,
            String analyte,
            String analyteName,
            String accession,
            String specimen,
            String visit,
            String timepoint,
            BigDecimal elapsedHours,
            String collected,
            String status,
            long version,
            String value,
            BigDecimal number,
            String comparator,
            BigDecimal lowerLimit,
            String unit,
            String interpretation,
            String tier,
            String topics) {}

    /** One version of a result, and where on the audit it stands. */
    record VersionRow(
            String id,
            long version,
            String outcome,
            String status,
            String transfer,
            String entry,
            String feed,
            String snapshot,
            String recorded,
            int partition,
            long offset) {}

    /** A reject, and where the next page after it begins. */
    record RejectRow(RejectedRecord reject, Instant at, String place) {}

    /** An operator's decision, and in how many partitions it is applied. */
    record ActionRow(CommandRecord command, int applied) {}

    /** How a feed stands. */
    record FeedRow(
            String name,
            String title,
            String version,
            boolean blinded,
            Instant last,
            Instant next,
            boolean overdue,
            long transfers,
            long results,
            long rejects,
            long waiting) {}

    /** The hub at a glance. */
    record Overview(
            List<Receipt> unbalanced,
            List<Receipt> stopped,
            long open,
            long refused,
            long waiting,
            long safetyWaiting,
            long overdueWaiting,
            long missing,
            long gaps,
            Instant oldestWaiting,
            long rejects,
            long results,
            long transfers,
            Instant lastArrived,
            Flow flow,
            List<FeedRow> overdueFeeds,
            List<RunningHub.Raised> alarms,
            List<InstanceRow> instances) {}

    /**
     * What goes through.
     *
     * @param perHour results taken in, the last day's hours, the oldest first
     * @param now results of the last ten minutes
     * @param nowMedian from the arrival of a transfer to its receipt, of those ten minutes; null without one
     * @param nowSlow within which 95 of 100 were done
     * @param day results of the last day
     * @param ledgerLag records that the ledger has not taken; empty if nobody knows or this person may not
     */
    record Flow(
            List<Long> perHour,
            long now,
            Duration nowMedian,
            Duration nowSlow,
            long day,
            Duration dayMedian,
            Duration daySlow,
            OptionalLong ledgerLag) {}

    /**
     * One running hub.
     *
     * @param alive whether it has said so within the last minute
     * @param mappings short hash of its mapping snapshots
     * @param same whether they are those of the instance that answers
     */
    record InstanceRow(String name, Instant started, Instant at, boolean alive, String mappings, boolean same) {}

    /** Something that a search found. */
    record Hit(String kind, String name, String address, String beside) {}

    /** Expected specimens of one visit, by what has come of them; when the oldest that is not reported was collected. */
    record VisitRow(String study, String visit, Map<State, Long> counts, Instant oldest) {
        public long count(State state) {
            return counts.getOrDefault(state, 0L);
        }
    }

    /** Which expected specimens; null for any. */
    record ExpectedFilter(String study, String visit, State state, String subject) {}

    /** Which transfers; null for any. */
    record TransferFilter(String feed, String state, String file) {}

    /** Which rejects; null for any. */
    record RejectFilter(String transfer, String feed, String code) {}

    /** Which waiting matters; null for any. */
    record WaitingFilter(String feed, String code, String transfer, String subject) {}

    Frame.IndexState state();

    Overview overview(boolean seesBlinded);

    List<FeedRow> feeds(boolean seesBlinded);

    /** Names of the same feeds, for choosing one: without what has to be counted. */
    List<String> feedNames(boolean seesBlinded);

    /** Rejects of a feed by code. */
    Map<String, Long> rejectCodes(String feed, boolean seesBlinded);

    /** The latest first. */
    Rows<Receipt> transfers(TransferFilter filter, String after, int most, boolean seesBlinded);

    Optional<Receipt> transfer(String id, boolean seesBlinded);

    /** Transfers that can be read again, oldest first in the order of their feeds; those that are named as they are. */
    List<Receipt> stored(ReplaySelection selection, int most, boolean seesBlinded);

    /** Later readings of a transfer's bytes. */
    List<TransferQueries.Transfer> replaysOf(String transfer, boolean seesBlinded);

    Rows<RejectRow> rejects(RejectFilter filter, String after, int most, boolean seesBlinded);

    /** Safety matches first, then what waits longest. */
    Rows<HeldRecord> waiting(WaitingFilter filter, String after, int most, boolean seesBlinded);

    /** What waits by code. */
    Map<String, Long> waitingCodes(boolean seesBlinded);

    /** What waits under a key; in place of its Observation the value as shown, as in the lists. */
    Optional<HeldRecord> hold(String key, boolean seesBlinded);

    Optional<ResultRow> result(String id, boolean seesBlinded);

    List<VersionRow> versions(String id, boolean seesBlinded);

    /** A version's Bundle, from the audit. */
    Optional<JsonNode> bundle(VersionRow version);

    /** Without the arm where it would unblind somebody. */
    Optional<SubjectRecord> subject(String study, String subject, boolean seesBlinded);

    List<ResultRow> results(String study, String subject, boolean seesBlinded);

    /** Lists of expected specimens, as they were taken last. */
    List<Listing> specimenLists();

    /** By study and visit, in the order of time. */
    List<VisitRow> visits(boolean seesBlinded);

    /** The oldest first. */
    Rows<Expected> expected(ExpectedFilter filter, String after, int most, boolean seesBlinded);

    /** Results of a subject that no list expects. */
    List<ResultRow> unexpected(String study, String subject, boolean seesBlinded);

    Rows<ActionRow> actions(String after, int most, boolean seesBlinded);

    List<Hit> search(String text, int most, boolean seesBlinded);
}
