package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assayhub.ledger.TopicSet;
import io.assayhub.wire.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicBitsTest {
    @Test
    void hasABitForEveryConsumerTopic() {
        for (Topic topic : Topic.consumerTopics()) {
            assertThat(TopicBits.topics(TopicBits.set(List.of(topic)))).containsExactly(topic);
        }
    }

    /** Stored with every result, so it must not move. */
    @Test
    void keepsItsBits() {
        assertThat(TopicBits.topics(new TopicSet(0b11111)))
                .containsExactly(Topic.PK, Topic.IMMUNOGENICITY, Topic.CELLULAR, Topic.SAFETY, Topic.OBSERVATIONS);
    }

    @Test
    void refusesATopicThatIsNotForConsumers() {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicBits.set(List.of(Topic.RECEIPTS)));
    }
}
