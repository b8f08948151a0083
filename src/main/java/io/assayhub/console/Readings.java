package io.assayhub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.index.TransferQueries;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            List<Long> perHour,
            Duration median,
            Duration slow,
            List<FeedRow> overdueFeeds,
            List<InstanceRow> instances) {}

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

    Optional<SubjectRecord> subject(String study, String subject);

    List<ResultRow> results(String study, String subject, boolean seesBlinded);

    Rows<ActionRow> actions(String after, int most, boolean seesBlinded);

    List<Hit> search(String text, int most, boolean seesBlinded);
}
