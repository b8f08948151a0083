package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The checkers see what is wrong: else a series without violations would say nothing. */
class CheckersTest {
    private static final SentRow.Key RESULT = new SentRow.Key("LAB1-0001", "LAB1-000001");
    private static final int PARTITIONS = 3;

    private final TortureModel model = new TortureModel();
    private final List<ConsumerRecord<byte[], byte[]>> published = new ArrayList<>();

    CheckersTest() {
        model.registered(RESULT.subject());
        model.sent(file("first.csv", "12.40"));
        model.sent(file("second.csv", "12.4"));
        model.sent(file("third.csv", "13.00"));
        model.sent(file("third.csv", "13.00"));
    }

    @Test
    void acceptsEachVersionOnceInOrder() {
        publish(1, "final", "12.40");
        publish(2, "corrected", "13.00");

        assertThat(violations()).isEmpty();
    }

    @Test
    void seesAVersionThatIsMissing() {
        publish(1, "final", "12.40");

        assertThat(violations())
                .containsExactly(
                        "LOSS: pk LAB1-0001/LAB1-000001 version 2 (13.00) is missing",
                        "LOSS: observations LAB1-0001/LAB1-000001 version 2 (13.00) is missing");
    }

    @Test
    void seesAVersionThatCameTwice() {
        publish(1, "final", "12.40");
        publish(1, "final", "12.40");
        publish(2, "corrected", "13.00");

        assertThat(violations()).hasSize(2).first().isEqualTo("DUPLICATE: pk LAB1-0001/LAB1-000001 version 1 again");
    }

    @Test
    void seesVersionsOutOfOrder() {
        publish(2, "corrected", "13.00");
        publish(1, "final", "12.40");

        assertThat(violations()).contains("OUT_OF_ORDER: pk LAB1-0001/LAB1-000001 version 2 follows 0");
    }

    @Test
    void seesAnotherValueAndAnotherResult() {
        publish(1, "final", "12.41");
        publish(2, "corrected", "13.00");
        publish(3, "corrected", "14.00");

        assertThat(violations())
                .contains(
                        "WRONG_CONTENT: pk LAB1-0001/LAB1-000001 version 1 is 12.41 final, expected 12.40 final",
                        "WRONG_CONTENT: pk LAB1-0001/LAB1-000001 version 3 (14.00) of 2 expected");
    }

    @Test
    void modelCountsWhatEachFileComesTo() {
        assertThat(model.expected().accounts().values().stream()
                        .map(a -> a.counts().created() + " new, "
                                + a.counts().corrected() + " corrected, "
                                + a.counts().unchanged() + " unchanged, "
                                + a.counts().restated() + " restated"))
                .containsExactly(
                        "1 new, 0 corrected, 0 unchanged, 0 restated",
                        "0 new, 0 corrected, 1 unchanged, 1 restated",
                        "0 new, 1 corrected, 0 unchanged, 0 restated");
    }

    private static SentFile file(String name, String value) {
        return new SentFile(
                SentForm.CSV, name, List.of(new SentRow(RESULT.subject(), RESULT.accession(), value)), false);
    }

    private void publish(int version, String status, String value) {
        String observation = """
                {"resourceType":"Observation","id":"0123","meta":{"versionId":"%d"},"status":"%s",
                 "contained":[{"resourceType":"Specimen","accessionIdentifier":{"value":"%s"}}],
                 "subject":{"identifier":{"value":"%s"}},"valueQuantity":{"value":%s}}
                """.formatted(version, status, RESULT.accession(), RESULT.subject(), value);
        int partition = SubjectKey.partition(("TORTURE/" + RESULT.subject()).getBytes(UTF_8), PARTITIONS);
        published.add(new ConsumerRecord<>(
                "pk", partition, published.size(), "0123".getBytes(UTF_8), observation.getBytes(UTF_8)));
    }

    private List<String> violations() {
        TopicSource topics = (topic, sink) -> {
            if (topic == Topic.PK || topic == Topic.OBSERVATIONS) {
                published.forEach(sink);
            }
        };
        return new PublishedChecker("TORTURE", PARTITIONS)
                .check(model.expected(), topics).stream()
                        .map(Violation::toString)
                        .toList();
    }
}
