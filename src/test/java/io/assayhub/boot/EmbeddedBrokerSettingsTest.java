package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerSettingsTest {
    private final Map<String, String> settings = EmbeddedBrokerSettings.of(Path.of("/data"), 1111, 2222);

    @Test
    void everyNameIsOneThatKafkaKnows() {
        assertThat(KafkaConfig.configDef().names()).containsAll(settings.keySet());
    }

    @Test
    void kafkaAcceptsTheValues() {
        KafkaConfig config = new KafkaConfig(settings, false);
        assertThat(config.nodeId()).isEqualTo(EmbeddedBrokerSettings.NODE_ID);
        assertThat(config.autoCreateTopicsEnable()).isFalse();
        assertThat(config.messageMaxBytes()).isEqualTo(2 * 1024 * 1024);
    }

    @Test
    void listensAndAdvertisesOnLoopbackOnly() {
        assertThat(settings)
                .containsEntry("listeners", "CLIENTS://127.0.0.1:1111,CONTROLLER://127.0.0.1:2222")
                .containsEntry("advertised.listeners", "CLIENTS://127.0.0.1:1111")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:2222");
    }

    @Test
    void keepsTheOffsetsOfAQuietGroup() {
        assertThat(settings).containsEntry("offsets.retention.minutes", "2147483647");
    }
}
