package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class LedgerStreamsConfigTest {
    private static LedgerStreamsConfig config(Map<String, String> kafka) {
        return new LedgerStreamsConfig(TestedLedger.CONFIG, kafka, Path.of("state"), "hub-1", 2, 1, 3);
    }

    private static StreamsConfig streams(Map<String, String> kafka) {
        return new StreamsConfig(config(kafka).properties());
    }

    @Test
    void statesWhatTheLedgerRunsWith() {
        assertThat(config(Map.of("bootstrap.servers", "b:9092", "security.protocol", "SSL"))
                        .properties())
                .containsEntry("bootstrap.servers", "b:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("application.id", "assay-ledger")
                .containsEntry("state.dir", "state")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("group.protocol", "classic")
                .containsEntry("commit.interval.ms", 5_000L)
                .containsEntry("num.stream.threads", 2)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("replication.factor", 3)
                .containsEntry("ensure.explicit.internal.resource.naming", true);
    }

    @Test
    void givesEachThreadAStaticMembershipAndAShortSession() {
        assertThat(streams(Map.of("bootstrap.servers", "b:9092")).getMainConsumerConfigs("assay-ledger", "c", 1))
                .containsEntry("group.instance.id", "hub-1-1")
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 1_000)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void letsTuningThroughButNotWhatTheGuaranteeRestsOn() {
        Map<String, String> hostile = Map.of(
                "bootstrap.servers", "b:9092",
                "commit.interval.ms", "200",
                "producer.linger.ms", "20",
                "processing.guarantee", "at_least_once",
                "application.id", "other",
                "group.protocol", "streams",
                "main.consumer.isolation.level", "read_uncommitted",
                "main.consumer.group.instance.id", "other",
                "processing.exception.handler",
                        "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler");
        assertThat(config(hostile).properties())
                .containsEntry("commit.interval.ms", "200")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "assay-ledger")
                .containsEntry("group.protocol", "classic")
                .containsEntry("processing.exception.handler", LogAndFailProcessingExceptionHandler.class);
        assertThat(streams(hostile).getMainConsumerConfigs("assay-ledger", "c", 1))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("group.instance.id", "hub-1-1");
        assertThat(streams(hostile).getProducerConfigs("c"))
                .containsEntry("linger.ms", "20")
                .containsEntry("enable.idempotence", true);
    }

    @Test
    void refusesWhatCannotRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> config(Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerConfig("as say", 1, "https://h/fhir", "urn:a", Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerConfig("assay", 1, "https://h/fhir/", "urn:a", Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerConfig("assay", 1, "https://h\"/fhir", "urn:a", Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerConfig("assay", 1, "https://h/fhir", "hub", Duration.ofDays(1)));
    }

    @Test
    void replacesAThreadOnlyWhenTryingAgainMayHelp() {
        assertThat(LedgerStreams.isRetriable(new StreamsException(new TimeoutException("late"))))
                .isTrue();
        assertThat(LedgerStreams.isRetriable(new StreamsException(new KafkaException("safe to abort"))))
                .as("a transaction lost to an outage")
                .isTrue();
        assertThat(LedgerStreams.isRetriable(new StreamsException(new RecordTooLargeException("large"))))
                .isFalse();
        assertThat(LedgerStreams.isRetriable(new IllegalStateException("a bug")))
                .isFalse();
    }
}
