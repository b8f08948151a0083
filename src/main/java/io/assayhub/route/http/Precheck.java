package io.assayhub.route.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.Mending;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.HoldReason;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hub would make of a file, for the laboratory that is about to send it; nothing is stored and nothing leaves.
 *
 * @param verdict {@code accepted} or {@code refused}
 * @param refusal why nothing of it would be taken, or null
 * @param excluded rows left out by a rule of the feed, by reason
 * @param refused rows that cannot be framed
 * @param normalised results that would go out or, of these, be held
 * @param rejects at most {@link #MOST}, in the order of the file
 * @param holds at most {@link #MOST} results that would wait for a person or an event
 */
record Precheck(
        String feed,
        String verdict,
        @JsonInclude(JsonInclude.Include.NON_NULL) Line refusal,
        long rows,
        Map<String, Long> excluded,
        long refused,
        long entries,
        long normalised,
        long rejected,
        long held,
        Map<String, Long> flagged,
        List<String> failedRuns,
        List<Line> rejects,
        List<Line> holds) {
    /** Lines of each list. */
    static final int MOST = 1000;

    /**
     * What is wrong at one place of the file, with the cell as sent: it goes to nobody but its sender.
     *
     * @param line physical line, or null for the file as a whole
     * @param mend lines of the feed file that would let it pass, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String code,
            Long line,
            Long row,
            String column,
            String entry,
            String detail,
            String value,
            String remedy,
            String mend,
            List<String> checks) {}

    boolean isAccepted() {
        return refusal == null;
    }

    /** Reads a file as the feed would. */
    static Precheck of(CompiledFeed feed, Path file) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> Files.newInputStream(file));
        Listing listing = new Listing(feed);
        TransferReader.Summary summary;
        try (InputStream in = Files.newInputStream(file)) {
            summary = feed.reader(TransferReader.Mode.PREVIEW, verdict).read(in, listing);
        }
        return new Precheck(
                feed.name().value(),
                verdict.refusal().isEmpty() ? "accepted" : "refused",
                verdict.refusal().map(refusal -> line(feed, refusal)).orElse(null),
                summary.rows(),
                summary.excluded(),
                summary.refused(),
                summary.entries(),
                listing.normalised,
                summary.rejected(),
                listing.held,
                new TreeMap<>(summary.flagged()),
                summary.failedRuns(),
                listing.rejects,
                listing.holds);
    }

    private static final class Listing implements EntrySink {
        private final CompiledFeed feed;
        private final List<Line> rejects = new ArrayList<>();
        private final List<Line> holds = new ArrayList<>();
        private long normalised;
        private long held;

        private Listing(CompiledFeed feed) {
            this.feed = feed;
        }

        @Override
        public void normalised(Entry entry) {
            normalised++;
            if (entry.facts().hold() != null) {
                held++;
                if (holds.size() < MOST) {
                    holds.add(line(entry));
                }
            }
        }

        @Override
        public void rejected(Rejected rejected) {
            if (rejects.size() < MOST) {
                rejects.add(line(feed, rejected));
            }
        }
    }

    private static Line line(CompiledFeed feed, Rejected rejected) {
        boolean whole = rejected.location().line() == 0;
        return new Line(
                rejected.code().code(),
                whole ? null : rejected.location().line(),
                whole ? null : rejected.location().row(),
                rejected.location().column(),
                rejected.entry(),
                rejected.detail(),
                rejected.value(),
                rejected.code().remedy(),
                Mending.lines(feed, rejected).orElse(null),
                null);
    }

    private static Line line(Entry entry) {
        HoldReason reason = entry.facts().hold();
        List<String> checks = entry.flags().stream().map(QualityFlag::code).toList();
        return new Line(
                reason.code().code(),
                entry.place().line(),
                entry.place().row(),
                entry.place().column(),
                entry.address(),
                reason.code().meaning(),
                null,
                reason.code().remedy(),
                null,
                reason == HoldReason.CHECK_FAILED ? checks : null);
    }
}
