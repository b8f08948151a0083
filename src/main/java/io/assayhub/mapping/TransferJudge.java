package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** Reads a transfer through once, before anything of it is published, and says whether it may be. */
public final class TransferJudge {
    private TransferJudge() {}

    /** Opens the transfer's bytes from the start. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * What may become of a transfer.
     *
     * @param refusal why nothing of it may be published, or empty
     * @param collisions ids whose entries differ among themselves: these are held, the rest goes on
     */
    public record Verdict(TransferReader.Summary summary, Optional<Rejected> refusal, Set<ObservationId> collisions) {}

    /** Judges a transfer of a feed that accepts whole transfers; one that accepts by result is never refused for shares. */
    public static Verdict judge(CompiledFeed feed, Source source) throws IOException {
        try (CollisionFinder collisions = new CollisionFinder();
                InputStream in = source.open()) {
            TransferReader.Summary summary = feed.reader(TransferReader.Mode.IDENTIFY)
                    .read(in, new EntrySink() {
                        @Override
                        public void identified(ObservationId id, Hash128 sourceHash) throws IOException {
                            collisions.add(Hash128.parse(id.value()), sourceHash);
                        }

                        @Override
                        public void rejected(Rejected rejected) {
                            // Counted by the reader; listed when the transfer is read for good.
                        }
                    });
            if (summary.refusal().isPresent()) {
                return new Verdict(summary, summary.refusal(), Set.of());
            }
            CollisionFinder.Found found = collisions.find();
            if (found.tooMany()) {
                return new Verdict(
                        summary,
                        refused(ErrorCode.TOO_MANY_COLLISIONS, ErrorCode.TOO_MANY_COLLISIONS.meaning()),
                        Set.of());
            }
            long bad = summary.refused() + summary.rejected() + found.entries();
            long all = summary.refused() + summary.entries();
            BigDecimal limit = feed.config().transfer().rejectLimitPercent();
            boolean whole = feed.config().transfer().accept() == FeedConfig.Transfer.Accept.WHOLE_TRANSFER;
            if (whole && BigDecimal.valueOf(bad * 100).compareTo(limit.multiply(BigDecimal.valueOf(all))) > 0) {
                return new Verdict(
                        summary,
                        refused(
                                ErrorCode.TOO_MANY_REJECTED,
                                bad + " of " + all
                                        + " rows and entries are refused, rejected or collide, the feed allows "
                                        + limit.toPlainString() + "%."),
                        found.ids());
            }
            return new Verdict(summary, Optional.empty(), found.ids());
        }
    }

    private static Optional<Rejected> refused(ErrorCode code, String detail) {
        return Optional.of(new Rejected(code, Location.WHOLE, null, detail, null));
    }
}
