package io.assayhub.ledger;

import static io.assayhub.ledger.Arrivals.PK;
import static io.assayhub.ledger.Arrivals.hash;
import static io.assayhub.ledger.Arrivals.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultStateTest {
    @Test
    void readsWhatItWrote() {
        for (ResultStatus status : ResultStatus.values()) {
            Random random = new Random(1);
            ResultState state = new ResultState(
                    random.nextInt(),
                    random.nextLong(),
                    new Hash128(random.nextLong(), random.nextLong()),
                    new Hash128(random.nextLong(), random.nextLong()),
                    status,
                    new TopicSet(random.nextInt()),
                    new TransferId(new Hash128(random.nextLong(), random.nextLong()).hex()));
            assertThat(ResultState.decode(state.encode())).as("%s", status).isEqualTo(state);
        }
    }

    /** Stored states outlive the program that wrote them, so the bytes themselves are the contract. */
    @Test
    void keepsItsStoredForm() {
        ResultState state = new ResultState(
                2,
                -1,
                new Hash128(1, 2),
                new Hash128(3, 4),
                ResultStatus.CORRECTED,
                new TopicSet(9),
                new TransferId("000102030405060708090a0b0c0d0e0f"));
        assertThat(HexFormat.of().formatHex(state.encode()))
                .isEqualTo("01" + "04" + "00000009" + "00000002" + "ffffffffffffffff"
                        + "00000000000000010000000000000002" + "00000000000000030000000000000004"
                        + "000102030405060708090a0b0c0d0e0f");
        assertThat(state.encode()).hasSize(66);
    }

    @Test
    void refusesAFormatOrStatusThatItDoesNotKnow() {
        byte[] stored = new ResultState(1, 1, hash("s"), hash("c"), ResultStatus.FINAL, PK, transfer(1)).encode();
        byte[] otherFormat = stored.clone();
        otherFormat[0] = 2;
        byte[] otherStatus = stored.clone();
        otherStatus[1] = 42;
        assertThatIllegalArgumentException().isThrownBy(() -> ResultState.decode(otherFormat));
        assertThatIllegalArgumentException().isThrownBy(() -> ResultState.decode(otherStatus));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultState.decode(Arrays.copyOf(stored, stored.length - 1)));
    }
}
