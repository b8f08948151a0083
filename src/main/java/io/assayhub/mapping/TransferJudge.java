package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.FeedConfig;
import io.assayhub.model.AssayResult;
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
        private final Survey survey;

        Verdict(
                TransferReader.Summary summary,
                Optional<Rejected> refusal,
                Set<ObservationId> collisions,
                Survey survey) {
            this.summary = summary;
            this.refusal = refusal;
            this.collisions = Set.copyOf(collisions);
            this.survey = survey;
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

        /** What was found while it was read through. */
        Survey survey() {
            return survey;
        }
    }

    /** Judges a transfer of a feed that accepts whole transfers; one that accepts by result is never refused for shares. */
    public static Verdict judge(CompiledFeed feed, Source source) throws IOException {
        Optional<ErrorCode> unsurveyed = Optional.empty();
        Survey survey = survey(feed, source);
        if (survey.runs() != null && survey.runs().tooMany()) {
            unsurveyed = Optional.of(ErrorCode.TOO_MANY_RUNS);
        } else if (survey.reassays() != null && survey.reassays().tooMany()) {
            unsurveyed = Optional.of(ErrorCode.TOO_MANY_REASSAYS);
        } else if (survey.tiers() != null && survey.tiers().tooMany()) {
            unsurveyed = Optional.of(ErrorCode.TOO_MANY_TIERS);
        }
        if (unsurveyed.isPresent()) {
            survey = Survey.NONE;
        }
        try (CollisionFinder collisions = new CollisionFinder();
                InputStream in = source.open()) {
            TransferReader.Summary summary = feed.reader(TransferReader.Mode.IDENTIFY, survey)
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
                return new Verdict(summary, summary.refusal(), Set.of(), survey);
            }
            if (unsurveyed.isPresent()) {
                ErrorCode code = unsurveyed.get();
                return new Verdict(summary, refused(code, code.meaning()), Set.of(), survey);
            }
            CollisionFinder.Found found = collisions.find();
            if (found.tooMany()) {
                return new Verdict(
                        summary,
                        refused(ErrorCode.TOO_MANY_COLLISIONS, ErrorCode.TOO_MANY_COLLISIONS.meaning()),
                        Set.of(),
                        survey);
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
                        survey);
            }
            return new Verdict(summary, Optional.empty(), found.ids(), survey);
        }
    }

    /**
     * Looks at what one row does not tell, one thing after the other: rows of a run that is not accepted are no reassays,
     * and what is no reported result says nothing of a tier. What has too much to hold it is not looked at further.
     */
    private static Survey survey(CompiledFeed feed, Source source) throws IOException {
        Survey survey = Survey.NONE;
        Optional<ChecksConfig.Runs> rules = feed.config().checks().runs();
        if (rules.isPresent()) {
            RunAcceptance runs =
                    new RunAcceptance(rules.get(), feed.config().format().decimal());
            survey = new Survey(null, runs, null);
            read(feed, TransferReader.Mode.RUNS, survey, source, new Looking());
            runs.decide();
        }
        if (feed.config().reported().isPresent()) {
            Reassays reassays = new Reassays();
            read(feed, TransferReader.Mode.SELECT, survey, source, new Looking() {
                @Override
                public void marked(ObservationId id, boolean reported) {
                    reassays.add(id, reported);
                }
            });
            survey = new Survey(reassays, survey.runs(), null);
        }
        boolean tiered = feed.config().checks().results().stream()
                .anyMatch(check -> check.rule() instanceof ChecksConfig.AdaTiers);
        if (tiered) {
            SampleTiers tiers = new SampleTiers();
            read(feed, TransferReader.Mode.UNDERSTAND, survey, source, new Looking() {
                @Override
                public void understood(AssayResult result) {
                    tiers.add(result);
                }
            });
            survey = new Survey(survey.reassays(), survey.runs(), tiers);
        }
        return survey;
    }

    private static void read(CompiledFeed feed, TransferReader.Mode mode, Survey survey, Source source, Looking looking)
            throws IOException {
        try (InputStream in = source.open()) {
            feed.reader(mode, survey).read(in, looking);
        }
    }

    /** What is rejected or refused is counted when the transfer is judged. */
    private static class Looking implements EntrySink {
        @Override
        public void rejected(Rejected rejected) {
            // Counted later.
        }
    }

    private static Optional<Rejected> refused(ErrorCode code, String detail) {
        return Optional.of(new Rejected(code, Location.WHOLE, null, detail, null));
    }
}
