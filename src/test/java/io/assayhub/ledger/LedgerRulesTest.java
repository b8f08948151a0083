package io.assayhub.ledger;

import static io.assayhub.ledger.Arrivals.PK;
import static io.assayhub.ledger.Arrivals.SAFETY;
import static io.assayhub.ledger.Arrivals.arrival;
import static io.assayhub.ledger.Arrivals.hash;
import static io.assayhub.ledger.Arrivals.in;
import static io.assayhub.ledger.Arrivals.to;
import static io.assayhub.ledger.Arrivals.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ResultStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerRulesTest {
    private static final ResultState SEEN =
            new ResultState(4, 10, hash("1.5"), hash("1.5 ng/mL"), ResultStatus.FINAL, PK, transfer(10));

    private static Decision decide(Arrival arrival) {
        return LedgerRules.decide(Optional.of(SEEN), arrival);
    }

    @Test
    void publishesNeverSeenAsNewVersionOneWithTheSourcesStatus() {
        assertThat(LedgerRules.decide(Optional.empty(), arrival(7, "1.5", "1.5 ng/mL", ResultStatus.PRELIMINARY)))
                .isEqualTo(new Decision.Publish(
                        Outcome.NEW,
                        new ResultState(
                                1, 7, hash("1.5"), hash("1.5 ng/mL"), ResultStatus.PRELIMINARY, PK, transfer(7))));
    }

    @Test
    void publishesNeverSeenCorrectionAsNew() {
        assertThat(LedgerRules.decide(Optional.empty(), arrival(7, "1.5", "1.5", ResultStatus.CORRECTED)))
                .isEqualTo(new Decision.Publish(
                        Outcome.NEW,
                        new ResultState(1, 7, hash("1.5"), hash("1.5"), ResultStatus.CORRECTED, PK, transfer(7))));
    }

    @Test
    void leavesSameSourceAndContentUnchangedAndRemembersTheNewerTransfer() {
        assertThat(decide(arrival(11, "1.5", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(
                        Outcome.UNCHANGED,
                        Optional.of(new ResultState(
                                4, 11, hash("1.5"), hash("1.5 ng/mL"), ResultStatus.FINAL, PK, transfer(11)))));
    }

    @Test
    void leavesSameSourceAndContentUnchangedThoughOlder() {
        assertThat(decide(arrival(9, "1.5", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.UNCHANGED, Optional.empty()));
    }

    @Test
    void leavesSecondIdenticalOccurrenceInOneTransferUnchanged() {
        assertThat(decide(arrival(10, "1.5", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.UNCHANGED, Optional.empty()));
    }

    @Test
    void countsRestatedWhenTheSourceDiffersAndTheContentDoesNot() {
        assertThat(decide(arrival(11, "1.50", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(
                        Outcome.RESTATED,
                        Optional.of(new ResultState(
                                4, 11, hash("1.50"), hash("1.5 ng/mL"), ResultStatus.FINAL, PK, transfer(11)))));
    }

    @Test
    void keepsTheNewerSourceWhenRestatedByAnOlderTransfer() {
        assertThat(decide(arrival(9, "1.50", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.RESTATED, Optional.empty()));
    }

    @Test
    void correctsWhenSourceAndContentDifferAndTheOrderIsNewer() {
        assertThat(decide(arrival(11, "1.7", "1.7 ng/mL")))
                .isEqualTo(new Decision.Publish(
                        Outcome.CORRECTED,
                        new ResultState(
                                5, 11, hash("1.7"), hash("1.7 ng/mL"), ResultStatus.CORRECTED, PK, transfer(11))));
    }

    @Test
    void takesTheSourcesStatusWhenTheTransitionIsLegal() {
        assertThat(decide(arrival(11, "1.7", "1.7 ng/mL", ResultStatus.AMENDED)))
                .isEqualTo(new Decision.Publish(
                        Outcome.CORRECTED,
                        new ResultState(
                                5, 11, hash("1.7"), hash("1.7 ng/mL"), ResultStatus.AMENDED, PK, transfer(11))));
    }

    @Test
    void doesNotPublishAnIllegalTransitionAndCountsItStale() {
        Decision decision = decide(arrival(11, "pending", "pending", ResultStatus.PRELIMINARY));
        assertThat(decision).isEqualTo(new Decision.IllegalTransition(ResultStatus.FINAL, ResultStatus.PRELIMINARY));
        assertThat(decision.outcome()).isEqualTo(Outcome.STALE);
        assertThat(decision.stored()).isEmpty();
    }

    @Test
    void keepsRemapPendingWhenOnlyTheContentDiffers() {
        assertThat(decide(arrival(10, "1.5", "1500 pg/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.REMAP_PENDING, Optional.empty()));
    }

    @Test
    void keepsThePublishedContentOfAPendingRemapButRemembersTheNewerTransfer() {
        assertThat(decide(arrival(11, "1.5", "1500 pg/mL")))
                .isEqualTo(new Decision.Unchanged(
                        Outcome.REMAP_PENDING,
                        Optional.of(new ResultState(
                                4, 11, hash("1.5"), hash("1.5 ng/mL"), ResultStatus.FINAL, PK, transfer(11)))));
    }

    @Test
    void isStaleWhenTheOrderIsOlder() {
        Decision decision = decide(arrival(9, "1.7", "1.7 ng/mL"));
        assertThat(decision).isEqualTo(new Decision.Stale());
        assertThat(decision.outcome()).isEqualTo(Outcome.STALE);
        assertThat(decision.stored()).isEmpty();
    }

    @Test
    void isStaleWhenAnotherTransferOfTheSameOrderSaysOtherwise() {
        assertThat(decide(in(transfer(99), arrival(10, "1.7", "1.7 ng/mL")))).isEqualTo(new Decision.Stale());
    }

    @Test
    void sendsLaterVersionsToEveryTopicOfEarlierOnes() {
        Decision decision = decide(to(SAFETY, arrival(11, "1.7", "1.7 ng/mL")));
        assertThat(decision.stored().orElseThrow().topics()).isEqualTo(PK.union(SAFETY));
    }

    @Test
    void lateTransferDoesNotUndoWhatANewerOneRepeated() {
        Optional<ResultState> state = Optional.empty();
        for (Arrival next : List.of(arrival(1, "A", "A"), arrival(3, "A", "A"), arrival(2, "B", "B"))) {
            Optional<ResultState> former = state;
            state = LedgerRules.decide(former, next).stored().or(() -> former);
        }
        assertThat(state.orElseThrow().content()).isEqualTo(hash("A"));
        assertThat(state.orElseThrow().version()).isEqualTo(1);
    }

    /** Whatever the order of arrival and however often each comes, the content of the highest order stands. */
    @Test
    void anyOrderOfArrivalLeavesTheContentOfTheHighestOrder() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Arrival> arrivals = new ArrayList<>();
            int transfers = 1 + random.nextInt(8);
            String last = "";
            for (int order = 1; order <= transfers; order++) {
                last = Integer.toString(random.nextInt(3));
                // Two spellings of each content; one source never means two things, for the mapping is the same.
                Arrival arrival = arrival(order, last + "." + random.nextInt(2), last);
                arrivals.addAll(Collections.nCopies(1 + random.nextInt(3), arrival));
            }
            Collections.shuffle(arrivals, random);

            Optional<ResultState> state = Optional.empty();
            int published = 0;
            OutcomeCounts counts = OutcomeCounts.ZERO;
            for (Arrival arrival : arrivals) {
                Decision decision = LedgerRules.decide(state, arrival);
                counts = counts.plusOne(decision.outcome());
                if (decision instanceof Decision.Publish publish) {
                    published++;
                    assertThat(publish.next().version()).as("seed %d", seed).isEqualTo(published);
                    assertThat(publish.next().content()).as("seed %d", seed).isEqualTo(arrival.content());
                    assertThat(state.map(ResultState::content))
                            .as("seed %d", seed)
                            .isNotEqualTo(Optional.of(arrival.content()));
                }
                Optional<ResultState> former = state;
                state = decision.stored().or(() -> former);
            }
            assertThat(state.orElseThrow().content()).as("seed %d", seed).isEqualTo(hash(last));
            assertThat(state.orElseThrow().order()).as("seed %d", seed).isEqualTo(transfers);
            assertThat(state.orElseThrow().transfer()).as("seed %d", seed).isEqualTo(transfer(transfers));
            assertThat(counts.total()).as("seed %d", seed).isEqualTo(arrivals.size());
        }
    }
}
