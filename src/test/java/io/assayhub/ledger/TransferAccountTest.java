package io.assayhub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assayhub.ledger.TransferAccount.Step;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TransferAccountTest {
    private static final TransferAccount TWO_TAKEN =
            TransferAccount.EMPTY.counted(Outcome.NEW, 100).counted(Outcome.RESTATED, 200);

    @Test
    void takesTheFirstResultOfATransferNeverSeen() {
        assertThat(TransferAccount.EMPTY.accept(1)).isEqualTo(Step.NEXT);
    }

    @Test
    void takesTheResultThatIsDue() {
        assertThat(TWO_TAKEN.accept(3)).isEqualTo(Step.NEXT);
    }

    @Test
    void knowsARedeliveredResult() {
        assertThat(TWO_TAKEN.accept(1)).isEqualTo(Step.DUPLICATE);
        assertThat(TWO_TAKEN.accept(2)).isEqualTo(Step.DUPLICATE);
    }

    @Test
    void knowsAGap() {
        assertThat(TransferAccount.EMPTY.accept(2)).isEqualTo(Step.GAP);
        assertThat(TWO_TAKEN.accept(4)).isEqualTo(Step.GAP);
    }

    @Test
    void countsEachResultOnceUnderItsOutcome() {
        assertThat(TWO_TAKEN.next()).isEqualTo(3);
        assertThat(TWO_TAKEN.counts())
                .isEqualTo(OutcomeCounts.ZERO.plusOne(Outcome.NEW).plusOne(Outcome.RESTATED));
        assertThat(TWO_TAKEN.counts().total()).isEqualTo(2);
        assertThat(TWO_TAKEN.lastActivity()).isEqualTo(200);
    }

    @Test
    void takesTheEndMarkerThatFollowsTheLastResult() {
        assertThat(TWO_TAKEN.acceptEnd(3)).isEqualTo(Step.NEXT);
        assertThat(TransferAccount.EMPTY.acceptEnd(1)).isEqualTo(Step.NEXT);
    }

    @Test
    void leavesAnEndMarkerBeyondAGap() {
        assertThat(TWO_TAKEN.acceptEnd(4)).isEqualTo(Step.GAP);
    }

    @Test
    void doesNotTakeAnEndMarkerThatComesTooEarly() {
        assertThat(TWO_TAKEN.acceptEnd(2)).isEqualTo(Step.CONTRADICTION);
    }

    @Test
    void takesARedeliveredEndMarkerAgain() {
        TransferAccount sealed = TWO_TAKEN.seal(300);
        assertThat(sealed.sealed()).isTrue();
        assertThat(sealed.counts()).isEqualTo(TWO_TAKEN.counts());
        assertThat(sealed.acceptEnd(3)).isEqualTo(Step.NEXT);
        assertThat(sealed.acceptEnd(4)).isEqualTo(Step.CONTRADICTION);
    }

    @Test
    void takesNoFurtherResultOnceSealed() {
        TransferAccount sealed = TWO_TAKEN.seal(300);
        assertThat(sealed.accept(2)).isEqualTo(Step.DUPLICATE);
        assertThat(sealed.accept(3)).isEqualTo(Step.CONTRADICTION);
        assertThat(sealed.accept(4)).isEqualTo(Step.CONTRADICTION);
    }

    @Test
    void expiresOnlyWhenSealed() {
        assertThat(TWO_TAKEN.isExpired(Long.MAX_VALUE)).isFalse();
        assertThat(TWO_TAKEN.seal(300).isExpired(300)).isFalse();
        assertThat(TWO_TAKEN.seal(300).isExpired(301)).isTrue();
    }

    @Test
    void readsWhatItWrote() {
        assertThat(TransferAccount.decode(TransferAccount.EMPTY.encode())).isEqualTo(TransferAccount.EMPTY);
        assertThat(TransferAccount.decode(TWO_TAKEN.seal(300).encode())).isEqualTo(TWO_TAKEN.seal(300));
    }

    /** Stored accounts outlive the program that wrote them, so the bytes themselves are the contract. */
    @Test
    void keepsItsStoredForm() {
        TransferAccount account = TransferAccount.EMPTY
                .counted(Outcome.HELD, 100)
                .plusTentative(Outcome.CORRECTED, true, 200)
                .gate(TransferAccount.Gate.PENDING, 300)
                .claimed()
                .seal(400)
                .scanned(6, 7, 500)
                .movingAway(true, 600);
        assertThat(HexFormat.of().formatHex(account.encode()))
                .isEqualTo("02" + "01" + "01" + "01" + "0000000000000002" + "0000000000000258" + "0000000000000001"
                        + "0000000000000005" + "0000000000000007" + "0000000000000001" + "0000000000000001"
                        + "0000000000000006"
                        + "0c" + "0".repeat(9 * 16) + "0000000000000001" + "0".repeat(2 * 16)
                        + "0c" + "0".repeat(16) + "0000000000000001" + "0".repeat(10 * 16));
        assertThat(TransferAccount.decode(account.encode())).isEqualTo(account);
    }

    @Test
    void movesAHeldResultToHowItEnded() {
        TransferAccount held = TWO_TAKEN.counted(Outcome.HELD, 300);
        TransferAccount ended = held.ended(Outcome.NEW, 400);
        assertThat(ended.counts().of(Outcome.HELD)).isZero();
        assertThat(ended.counts().of(Outcome.NEW)).isEqualTo(2);
        assertThat(ended.counts().total()).isEqualTo(3);
        assertThat(ended.next()).isEqualTo(held.next());
        assertThat(ended.revision()).isGreaterThan(held.revision());
    }

    @Test
    void isKeptWhileSomethingIsHeldOrUndecided() {
        assertThat(TWO_TAKEN.counted(Outcome.HELD, 300).seal(300).isExpired(Long.MAX_VALUE))
                .isFalse();
        assertThat(TWO_TAKEN.gate(TransferAccount.Gate.PENDING, 1).seal(300).isExpired(Long.MAX_VALUE))
                .isFalse();
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() {
        byte[] other = TransferAccount.EMPTY.encode();
        other[0] = 1;
        assertThatIllegalArgumentException().isThrownBy(() -> TransferAccount.decode(other));
    }
}
