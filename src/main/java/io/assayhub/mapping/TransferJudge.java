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

    /** What may become of a transfer. */
    public static final class Verdict {
        private final TransferReader.Summary summary;
        private final Optional<Rejected> refusal;
        private final Set<ObservationId> collisions;
        private final Reassays reassays;

        Verdict(
                TransferReader.Summary summary,
                Optional<Rejected> refusal,
                Set<ObservationId> collisions,
                Reassays reassays) {
            this.summary = summary;
            this.refusal = refusal;
            this.collisions = Set.copyOf(collisions);
            this.reassays = reassays;
        }

        public TransferReader.Summary summary() {
            return summary;
        }

        /** Why nothing of it may be published, or empty. */
        public Optional<Rejected> refusal() {
            return refusal;
        }

        /** Ids whose entries differ among themselves: these are held, the rest goes on. */
        public Set<ObservationId> collisions() {
            return collisions;
        }

        /** Which of several rows of a result is reported; null if the feed does not select. */
        Reassays reassays() {
            return reassays;
        }
    }

    /** Judges a transfer of a feed that accepts whole transfers; one that accepts by result is never refused for shares. */
    public static Verdict judge(CompiledFeed feed, Source source) throws IOException {
        Reassays reassays = feed.config().reported().isPresent() ? reassays(feed, source) : null;
        boolean cannotSelect = reassays != null && reassays.tooMany();
        if (cannotSelect) {
            reassays = null;
        }
        try (CollisionFinder collisions = new CollisionFinder();
                InputStream in = source.open()) {
            TransferReader.Summary summary = feed.reader(TransferReader.Mode.IDENTIFY, reassays)
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
                return new Verdict(summary, summary.refusal(), Set.of(), reassays);
            }
            if (cannotSelect) {
                return new Verdict(
                        summary,
                        refused(ErrorCode.TOO_MANY_REASSAYS, ErrorCode.TOO_MANY_REASSAYS.meaning()),
                        Set.of(),
                        null);
            }
            CollisionFinder.Found found = collisions.find();
            if (found.tooMany()) {
                return new Verdict(
                        summary,
                        refused(ErrorCode.TOO_MANY_COLLISIONS, ErrorCode.TOO_MANY_COLLISIONS.meaning()),
                        Set.of(),
                        reassays);
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
                        found.ids(),
                        reassays);
            }
            return new Verdict(summary, Optional.empty(), found.ids(), reassays);
        }
    }

    /** Looks which rows are reassays of one sample. */
    private static Reassays reassays(CompiledFeed feed, Source source) throws IOException {
        Reassays reassays = new Reassays();
        try (InputStream in = source.open()) {
            feed.reader(TransferReader.Mode.SELECT).read(in, new EntrySink() {
                @Override
                public void marked(ObservationId id, boolean reported) {
                    reassays.add(id, reported);
                }

                @Override
                public void rejected(Rejected rejected) {
                    // A row that cannot be framed is counted when the transfer is judged.
                }
            });
        }
        return reassays;
    }

    private static Optional<Rejected> refused(ErrorCode code, String detail) {
        return Optional.of(new Rejected(code, Location.WHOLE, null, detail, null));
    }
}
