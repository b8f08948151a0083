package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** A commit that nobody asks for comes after five seconds: when the ledger asks is what makes a result visible at once. */
class CommitPaceTest {
    private static final long START = 1_000_000;

    private final CommitPace pace = new CommitPace();
    private final MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();
    private final Punctuator look = paced(context);

    @Test
    void asksForNothingWhileNothingWasTaken() {
        look.punctuate(START);
        look.punctuate(START + 10_000);
        assertThat(context.committed()).isFalse();
    }

    @Test
    void asksSoonAfterASingleRecord() {
        taken(1);
        look.punctuate(START);
        assertThat(context.committed()).as("nothing was asked for lately").isTrue();
        context.resetCommit();
        taken(1);
        look.punctuate(START + 39);
        assertThat(context.committed()).isFalse();
        look.punctuate(START + 40);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void gathersWhenMuchIsGoingOn() {
        taken(1);
        look.punctuate(START);
        context.resetCommit();
        taken(1_000);
        look.punctuate(START + 199);
        assertThat(context.committed()).isFalse();
        look.punctuate(START + 200);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void partitionsOfAThreadShareOnePace() {
        MockProcessorContext<byte[], Outgoing> other = new MockProcessorContext<>();
        Punctuator otherLook = paced(other);
        taken(1);
        look.punctuate(START);
        taken(1);
        otherLook.punctuate(START + 10);
        assertThat(other.committed())
                .as("the transaction asked for a moment ago may still be ending")
                .isFalse();
        otherLook.punctuate(START + 40);
        assertThat(other.committed()).isTrue();
    }

    private Punctuator paced(MockProcessorContext<byte[], Outgoing> of) {
        pace.pace(of);
        return of.scheduledPunctuators().get(0).getPunctuator();
    }

    private void taken(int records) {
        for (int i = 0; i < records; i++) {
            pace.note();
        }
    }
}
