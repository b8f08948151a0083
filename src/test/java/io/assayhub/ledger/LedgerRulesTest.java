package io.assayhub.ledger;

import static io.assayhub.ledger.Arrivals.PK;
import static io.assayhub.ledger.Arrivals.SAFETY;
import static io.assayhub.ledger.Arrivals.arrival;
import static io.assayhub.ledger.Arrivals.demanding;
import static io.assayhub.ledger.Arrivals.hash;
import static io.assayhub.ledger.Arrivals.in;
import static io.assayhub.ledger.Arrivals.orphan;
import static io.assayhub.ledger.Arrivals.replayed;
import static io.assayhub.ledger.Arrivals.state;
import static io.assayhub.ledger.Arrivals.to;
import static io.assayhub.ledger.Arrivals.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.ledger.Circumstances.Standing;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ResultStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerRulesTest {
    private static final ResultState SEEN = state(4, 10, "1.5", "1.5 ng/mL", ResultStatus.FINAL);
    private static final Set<HoldReason> NOTHING_WAIVED = Set.of();

    private static Decision decide(Arrival arrival) {
        return LedgerRules.decide(Optional.of(SEEN), arrival, Circumstances.ORDINARY);
    }

    private static Decision first(Arrival arrival, Circumstances around) {
        return LedgerRules.decide(Optional.empty(), arrival, around);
    }

    private static Decision.Publish published(Outcome outcome, ResultState next) {
        return new Decision.Publish(outcome, next, List.of());
    }

    private static Decision.Hold held(HoldReason reason) {
        return new Decision.Hold(reason, Optional.empty());
    }

    private static Decision.Hold held(HoldReason reason, Outcome tentative) {
        return new Decision.Hold(reason, Optional.of(tentative));
    }

    private static Circumstances standing(Standing standing) {
        return new Circumstances(standing, false, false, NOTHING_WAIVED, List.of());
    }

    private static Circumstances gated() {
        return new Circumstances(Standing.TAKES, true, false, NOTHING_WAIVED, List.of());
    }

    private static Circumstances waived(HoldReason... reasons) {
        return new Circumstances(Standing.TAKES, false, false, Set.of(reasons), List.of());
    }

    private static Circumstances behind(Waiting... before) {
        return new Circumstances(Standing.TAKES, false, false, NOTHING_WAIVED, List.of(before));
    }

    private static Waiting waiting(int number, HoldReason reason, long order, String source, String content) {
        return new Waiting(number, reason, order, hash(source), hash(content));
    }

    // Never seen.

    @Test
    void publishesNeverSeenAsNewVersionOneWithTheSourcesStatus() {
        assertThat(first(arrival(7, "1.5", "1.5 ng/mL", ResultStatus.PRELIMINARY), Circumstances.ORDINARY))
                .isEqualTo(published(Outcome.NEW, state(1, 7, "1.5", "1.5 ng/mL", ResultStatus.PRELIMINARY)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ResultStatus.class,
            names = {"CORRECTED", "AMENDED", "ENTERED_IN_ERROR"})
    void holdsACorrectionWithoutAnOriginal(ResultStatus status) {
        assertThat(first(arrival(7, "1.5", "1.5", status), Circumstances.ORDINARY))
                .isEqualTo(held(HoldReason.NO_ORIGINAL));
    }

    @Test
    void acceptsACorrectionWithoutAnOriginalIfTheFeedOrAPersonSaysSo() {
        Arrival correction = arrival(7, "1.5", "1.5", ResultStatus.CORRECTED);
        Decision expected = published(Outcome.NEW, state(1, 7, "1.5", "1.5", ResultStatus.CORRECTED));
        assertThat(first(orphan(correction), Circumstances.ORDINARY)).isEqualTo(expected);
        assertThat(first(correction, waived(HoldReason.NO_ORIGINAL))).isEqualTo(expected);
    }

    // Same content.

    @Test
    void leavesSameSourceAndContentUnchangedAndRemembersTheNewerTransfer() {
        assertThat(decide(arrival(11, "1.5", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(
                        Outcome.UNCHANGED, Optional.of(state(4, 11, "1.5", "1.5 ng/mL", ResultStatus.FINAL))));
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
                        Outcome.RESTATED, Optional.of(state(4, 11, "1.50", "1.5 ng/mL", ResultStatus.FINAL))));
    }

    @Test
    void keepsTheNewerSourceWhenRestatedByAnOlderTransfer() {
        assertThat(decide(arrival(9, "1.50", "1.5 ng/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.RESTATED, Optional.empty()));
    }

    @Test
    void settlesWhatIsUnchangedWhateverStandsAround() {
        Circumstances around = new Circumstances(
                Standing.UNKNOWN,
                true,
                true,
                NOTHING_WAIVED,
                List.of(waiting(1, HoldReason.AWAITING_VERDICT, 9, "9", "9")));
        assertThat(LedgerRules.decide(Optional.of(SEEN), arrival(11, "1.5", "1.5 ng/mL"), around))
                .isInstanceOf(Decision.Unchanged.class);
    }

    // Source and content differ.

    @Test
    void correctsWhenSourceAndContentDifferAndTheOrderIsNewer() {
        assertThat(decide(arrival(11, "1.7", "1.7 ng/mL")))
                .isEqualTo(published(Outcome.CORRECTED, state(5, 11, "1.7", "1.7 ng/mL", ResultStatus.CORRECTED)));
    }

    @Test
    void takesTheSourcesStatusWhenTheTransitionIsLegal() {
        assertThat(decide(arrival(11, "1.7", "1.7 ng/mL", ResultStatus.AMENDED)))
                .isEqualTo(published(Outcome.CORRECTED, state(5, 11, "1.7", "1.7 ng/mL", ResultStatus.AMENDED)));
    }

    @Test
    void withdrawsWhenTheSourceSaysThatItShouldNeverHaveExisted() {
        assertThat(decide(arrival(11, "deleted", "deleted", ResultStatus.ENTERED_IN_ERROR)))
                .isEqualTo(published(
                        Outcome.WITHDRAWN, state(5, 11, "deleted", "deleted", ResultStatus.ENTERED_IN_ERROR)));
    }

    @Test
    void withdrawsOnce() {
        ResultState withdrawn = state(5, 11, "1.5", "1.5", ResultStatus.ENTERED_IN_ERROR);
        Decision again = LedgerRules.decide(
                Optional.of(withdrawn),
                arrival(12, "deleted", "deleted", ResultStatus.ENTERED_IN_ERROR),
                Circumstances.ORDINARY);
        assertThat(again.outcome()).isEqualTo(Outcome.RESTATED);
    }

    @Test
    void holdsAnIllegalTransitionAndPublishesItIfAPersonSaysSo() {
        Arrival pending = arrival(11, "pending", "pending", ResultStatus.PRELIMINARY);
        assertThat(decide(pending)).isEqualTo(held(HoldReason.ILLEGAL_TRANSITION));
        assertThat(LedgerRules.decide(Optional.of(SEEN), pending, waived(HoldReason.ILLEGAL_TRANSITION)))
                .isEqualTo(published(Outcome.CORRECTED, state(5, 11, "pending", "pending", ResultStatus.PRELIMINARY)));
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

    // Only the content differs: our mapping changed.

    @Test
    void keepsRemapPendingWhenOnlyTheContentDiffers() {
        assertThat(decide(arrival(10, "1.5", "1500 pg/mL")))
                .isEqualTo(new Decision.Unchanged(Outcome.REMAP_PENDING, Optional.empty()));
    }

    @Test
    void keepsThePublishedContentOfAPendingRemapButRemembersTheNewerTransfer() {
        assertThat(decide(arrival(11, "1.5", "1500 pg/mL")))
                .isEqualTo(new Decision.Unchanged(
                        Outcome.REMAP_PENDING, Optional.of(state(4, 11, "1.5", "1.5 ng/mL", ResultStatus.FINAL))));
    }

    @Test
    void remapsByAnApprovedReplayAndKeepsTheStatus() {
        ResultState corrected = state(4, 10, "1.5", "1.5 ng/mL", ResultStatus.CORRECTED);
        Decision decision = LedgerRules.decide(
                Optional.of(corrected), replayed(arrival(10, "1.5", "1500 pg/mL")), Circumstances.ORDINARY);
        assertThat(decision)
                .isEqualTo(published(Outcome.REMAPPED, state(5, 10, "1.5", "1500 pg/mL", ResultStatus.CORRECTED)));
    }

    @Test
    void replayOfAnOlderSourceDoesNotUndoANewerResult() {
        assertThat(decide(replayed(arrival(9, "1.2", "1200 pg/mL")))).isEqualTo(new Decision.Stale());
    }

    // Identity collisions.

    @Test
    void holdsTheSecondOfTwoDifferingEntriesOfOneTransfer() {
        assertThat(decide(arrival(10, "1.7", "1.7 ng/mL"))).isEqualTo(held(HoldReason.IDENTITY_COLLISION));
    }

    @ParameterizedTest
    @EnumSource(
            value = HoldReason.class,
            names = {"IDENTITY_COLLISION", "AMBIGUOUS_TIME", "LIMIT_DIFFERS", "CHECK_FAILED"})
    void holdsWhatTheMappingWantsHeldUntilAPersonWaivesIt(HoldReason reason) {
        Arrival arrival = demanding(reason, arrival(7, "1.5", "1.5"));
        assertThat(first(arrival, Circumstances.ORDINARY)).isEqualTo(held(reason));
        assertThat(first(arrival, waived(reason)))
                .isEqualTo(published(Outcome.NEW, state(1, 7, "1.5", "1.5", ResultStatus.FINAL)));
    }

    // Subjects.

    @Test
    void holdsResultsOfSubjectsThatAreUnknownAmbiguousOrGone() {
        Arrival arrival = arrival(7, "1.5", "1.5");
        assertThat(first(arrival, standing(Standing.UNKNOWN))).isEqualTo(held(HoldReason.UNKNOWN_SUBJECT));
        assertThat(first(arrival, standing(Standing.AMBIGUOUS))).isEqualTo(held(HoldReason.AMBIGUOUS_SUBJECT));
        assertThat(first(arrival, standing(Standing.CLOSED))).isEqualTo(held(HoldReason.SUBJECT_CLOSED));
    }

    @Test
    void goesOnCorrectingWhatWentOutBeforeTheSubjectLeft() {
        Arrival correction = arrival(11, "1.7", "1.7 ng/mL");
        assertThat(LedgerRules.decide(Optional.of(SEEN), correction, standing(Standing.CLOSED)))
                .isInstanceOf(Decision.Publish.class);
        assertThat(LedgerRules.decide(Optional.of(SEEN), correction, standing(Standing.UNKNOWN)))
                .isInstanceOf(Decision.Publish.class);
        assertThat(LedgerRules.decide(Optional.of(SEEN), correction, standing(Standing.AMBIGUOUS)))
                .isEqualTo(held(HoldReason.AMBIGUOUS_SUBJECT));
    }

    @Test
    void aPersonMayReleaseALateSampleButNotOneOfNobody() {
        Arrival arrival = arrival(7, "1.5", "1.5");
        Circumstances closed =
                new Circumstances(Standing.CLOSED, false, false, Set.of(HoldReason.SUBJECT_CLOSED), List.of());
        Circumstances unknown =
                new Circumstances(Standing.UNKNOWN, false, false, Set.of(HoldReason.UNKNOWN_SUBJECT), List.of());
        assertThat(first(arrival, closed)).isInstanceOf(Decision.Publish.class);
        assertThat(first(arrival, unknown)).isEqualTo(held(HoldReason.UNKNOWN_SUBJECT));
    }

    @Test
    void holdsAResultWhoseAccessionIsKnownUnderAnotherSubjectUntilConfirmed() {
        Arrival arrival = arrival(7, "1.5", "1.5");
        Circumstances changed = new Circumstances(Standing.TAKES, true, true, NOTHING_WAIVED, List.of());
        Circumstances confirmed =
                new Circumstances(Standing.TAKES, false, true, Set.of(HoldReason.SUBJECT_CHANGED), List.of());
        assertThat(first(arrival, changed)).isEqualTo(held(HoldReason.SUBJECT_CHANGED));
        assertThat(first(arrival, confirmed)).isInstanceOf(Decision.Publish.class);
    }

    // The gate.

    @Test
    void holdsForTheVerdictOnlyWhatWouldChangeConsumersView() {
        assertThat(first(arrival(7, "1.5", "1.5"), gated())).isEqualTo(held(HoldReason.AWAITING_VERDICT, Outcome.NEW));
        assertThat(LedgerRules.decide(Optional.of(SEEN), arrival(11, "1.7", "1.7"), gated()))
                .isEqualTo(held(HoldReason.AWAITING_VERDICT, Outcome.CORRECTED));
        assertThat(LedgerRules.decide(Optional.of(SEEN), arrival(11, "x", "x", ResultStatus.ENTERED_IN_ERROR), gated()))
                .isEqualTo(held(HoldReason.AWAITING_VERDICT, Outcome.WITHDRAWN));
        assertThat(LedgerRules.decide(Optional.of(SEEN), arrival(11, "1.5", "1.5 ng/mL"), gated())
                        .outcome())
                .isEqualTo(Outcome.UNCHANGED);
        assertThat(LedgerRules.decide(Optional.of(SEEN), arrival(9, "1.7", "1.7"), gated())
                        .outcome())
                .isEqualTo(Outcome.STALE);
    }

    // What waits already.

    @ParameterizedTest
    @EnumSource(
            value = HoldReason.class,
            names = {
                "UNKNOWN_SUBJECT",
                "AMBIGUOUS_SUBJECT",
                "SUBJECT_CLOSED",
                "AWAITING_VERDICT",
                "SUBJECT_CHANGED",
                "QUEUED"
            })
    void queuesBehindAnEarlierResultThatHasToGoFirst(HoldReason reason) {
        assertThat(first(arrival(8, "1.7", "1.7"), behind(waiting(1, reason, 7, "1.5", "1.5"))))
                .isEqualTo(held(HoldReason.QUEUED, Outcome.NEW));
    }

    @ParameterizedTest
    @EnumSource(
            value = HoldReason.class,
            names = {
                "ILLEGAL_TRANSITION",
                "NO_ORIGINAL",
                "IDENTITY_COLLISION",
                "AMBIGUOUS_TIME",
                "LIMIT_DIFFERS",
                "CHECK_FAILED",
                "UNEXPECTED"
            })
    void supersedesEarlierOnesThatWereWrongInThemselves(HoldReason reason) {
        assertThat(first(
                        arrival(8, "1.7", "1.7"),
                        behind(waiting(1, reason, 6, "1.4", "1.4"), waiting(2, reason, 7, "1.5", "1.5"))))
                .isEqualTo(new Decision.Publish(
                        Outcome.NEW, state(1, 8, "1.7", "1.7", ResultStatus.FINAL), List.of(1, 2)));
    }

    @Test
    void doesNotSupersedeANewerOne() {
        assertThat(first(arrival(6, "1.7", "1.7"), behind(waiting(1, HoldReason.ILLEGAL_TRANSITION, 7, "1.5", "1.5"))))
                .isEqualTo(held(HoldReason.QUEUED, Outcome.NEW));
    }

    @Test
    void absorbsWhatSaysTheSameAsOneThatWaits() {
        Waiting waits = waiting(3, HoldReason.UNKNOWN_SUBJECT, 7, "1.5", "1.5");
        assertThat(first(arrival(8, "1.5", "1.5"), behind(waits)))
                .isEqualTo(new Decision.Absorbed(Outcome.UNCHANGED, 3, true));
        assertThat(first(arrival(6, "1.50", "1.5"), behind(waits)))
                .isEqualTo(new Decision.Absorbed(Outcome.RESTATED, 3, false));
    }

    @Test
    void absorbsAClashAgainButNotTheCleanResultThatFollowsIt() {
        Waiting one = waiting(1, HoldReason.IDENTITY_COLLISION, 7, "1.5", "1.5");
        Waiting two = waiting(2, HoldReason.IDENTITY_COLLISION, 7, "1.6", "1.6");
        assertThat(first(demanding(HoldReason.IDENTITY_COLLISION, arrival(8, "1.6", "1.6")), behind(one, two)))
                .isEqualTo(new Decision.Absorbed(Outcome.UNCHANGED, 2, true));
        assertThat(first(arrival(8, "1.6", "1.6"), behind(one, two)))
                .isEqualTo(new Decision.Publish(
                        Outcome.NEW, state(1, 8, "1.6", "1.6", ResultStatus.FINAL), List.of(1, 2)));
    }

    @Test
    void lateTransferDoesNotUndoWhatANewerOneRepeated() {
        Optional<ResultState> state = Optional.empty();
        for (Arrival next : List.of(arrival(1, "A", "A"), arrival(3, "A", "A"), arrival(2, "B", "B"))) {
            Optional<ResultState> former = state;
            state = LedgerRules.decide(former, next, Circumstances.ORDINARY)
                    .stored()
                    .or(() -> former);
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
                Decision decision = LedgerRules.decide(state, arrival, Circumstances.ORDINARY);
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
