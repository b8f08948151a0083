package io.assayhub.ledger;

import static io.assayhub.ledger.Arrivals.arrival;
import static io.assayhub.ledger.Arrivals.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assayhub.ledger.ResultState.Mark;
import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultStateTest {
    private static final ResultState PUBLISHED = state(1, 5, "s", "c", ResultStatus.FINAL);

    @Test
    void readsWhatItWrote() {
        for (ResultStatus status : ResultStatus.values()) {
            for (Set<Mark> marks : Set.of(Set.<Mark>of(), Set.of(Mark.KEPT), EnumSet.allOf(Mark.class))) {
                Random random = new Random(1);
                ResultState state = new ResultState(
                        random.nextInt(),
                        random.nextLong(),
                        random.nextLong(),
                        new Hash128(random.nextLong(), random.nextLong()),
                        new Hash128(random.nextLong(), random.nextLong()),
                        status,
                        new TopicSet(random.nextInt()),
                        new TransferId(new Hash128(random.nextLong(), random.nextLong()).hex()),
                        random.nextLong(),
                        random.nextLong(),
                        "P003/P003-01-0007",
                        random.nextInt(),
                        random.nextInt(),
                        marks,
                        random.nextLong());
                assertThat(ResultState.decode(state.encode()))
                        .as("%s %s", status, marks)
                        .isEqualTo(state);
            }
        }
    }

    /** Stored states outlive the program that wrote them, so the bytes themselves are the contract. */
    @Test
    void keepsItsStoredForm() {
        ResultState state = new ResultState(
                2,
                -1,
                7,
                new Hash128(1, 2),
                new Hash128(3, 4),
                ResultStatus.CORRECTED,
                new TopicSet(9),
                new TransferId("000102030405060708090a0b0c0d0e0f"),
                0xfeed,
                0xc0de,
                "P003/1",
                6,
                5,
                Set.of(Mark.MISSING, Mark.CONTESTED),
                8);
        assertThat(HexFormat.of().formatHex(state.encode()))
                .isEqualTo("02" + "04" + "09" + "06" + "00000009" + "00000002" + "00000006" + "00000005"
                        + "ffffffffffffffff" + "0000000000000007" + "000000000000feed" + "000000000000c0de"
                        + "0000000000000008" + "00000000000000010000000000000002"
                        + "00000000000000030000000000000004" + "000102030405060708090a0b0c0d0e0f"
                        + "503030332f31");
    }

    @Test
    void fitsIntoTwoHundredBytesWithItsKey() {
        assertThat(PUBLISHED.encode().length + 16).isLessThanOrEqualTo(200);
    }

    @Test
    void refusesAFormatOrStatusThatItDoesNotKnow() {
        byte[] stored = PUBLISHED.encode();
        byte[] otherFormat = stored.clone();
        otherFormat[0] = 1;
        byte[] otherStatus = stored.clone();
        otherStatus[1] = 42;
        assertThatIllegalArgumentException().isThrownBy(() -> ResultState.decode(otherFormat));
        assertThatIllegalArgumentException().isThrownBy(() -> ResultState.decode(otherStatus));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultState.decode(Arrays.copyOf(stored, stored.length - 1)));
    }

    @Test
    void isNewlyMissingOnceUntilItComesBack() {
        assertThat(PUBLISHED.isNewlyMissing(1, 6, 0)).isTrue();
        assertThat(PUBLISHED.isNewlyMissing(1, 5, 0)).isFalse();
        assertThat(PUBLISHED.isNewlyMissing(2, 6, 0)).isFalse();
        ResultState raised = PUBLISHED.marked(Mark.MISSING, true);
        assertThat(raised.isNewlyMissing(1, 7, 0)).isFalse();
        ResultState back = raised.seenAgain(arrival(8, "s", "c"));
        assertThat(back.marks()).isEmpty();
        assertThat(back.isNewlyMissing(1, 9, 0)).isTrue();
    }

    @Test
    void isNotMissingWhileKeptMovingSnoozedOrWithdrawn() {
        assertThat(PUBLISHED.marked(Mark.KEPT, true).isNewlyMissing(1, 6, 0)).isFalse();
        assertThat(PUBLISHED.marked(Mark.MOVING, true).isNewlyMissing(1, 6, 0)).isFalse();
        assertThat(PUBLISHED.snoozed(100).isNewlyMissing(1, 6, 99)).isFalse();
        assertThat(PUBLISHED.snoozed(100).isNewlyMissing(1, 6, 100)).isTrue();
        assertThat(PUBLISHED.withdrawn().isNewlyMissing(1, 6, 0)).isFalse();
    }

    @Test
    void isNotMissingInATransferThatHadItWhateverBecameOfIt() {
        assertThat(PUBLISHED.carriedBy(arrival(6, "x", "x")).isNewlyMissing(1, 6, 0))
                .isFalse();
    }
}
