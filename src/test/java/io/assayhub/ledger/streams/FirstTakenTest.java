package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.TransferId;
import org.junit.jupiter.api.Test;

class FirstTakenTest {
    private final FirstTaken first = new FirstTaken();

    private static TransferId transfer(int number) {
        return new TransferId(String.format("%032x", number));
    }

    @Test
    void keepsTheFirstTimeOfEachTransferUntilItEnds() {
        first.note(transfer(1), 10);
        first.note(transfer(2), 11);
        first.note(transfer(1), 12);

        assertThat(first.end(transfer(1), 20)).isEqualTo(10);
        assertThat(first.end(transfer(1), 21)).as("it has ended").isEqualTo(21);
        assertThat(first.end(transfer(2), 22)).isEqualTo(11);
    }

    @Test
    void forgetsTransfersThatNeverEnd() {
        for (int i = 0; i <= 1000; i++) {
            first.note(transfer(i), i);
        }

        assertThat(first.end(transfer(0), 5000)).isEqualTo(5000);
        assertThat(first.end(transfer(1), 5000)).isEqualTo(1);
    }
}
