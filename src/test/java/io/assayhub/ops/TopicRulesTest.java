package io.assayhub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HubConfig;
import io.assayhub.ops.TopicRules.Actual;
import io.assayhub.ops.TopicRules.Finding;
import io.assayhub.ops.TopicRules.State;
import io.assayhub.wire.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicRulesTest {
    private static final HubConfig.Topics SHAPE = new HubConfig.Topics("assay", 6, 3);

    @ParameterizedTest
    @EnumSource(Topic.class)
    void findsNothingWhereItIsAsDeclared(Topic topic) {
        assertThat(check(topic, 6, 3, Map.of())).isEqualTo(new Finding(topic, State.OK, List.of(), List.of()));
        assertThat(TopicRules.check(topic, Optional.empty(), SHAPE).state()).isEqualTo(State.MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "AUDIT, cleanup.policy, compact, all but the last record of a key would be lost",
        "SOURCE, cleanup.policy, 'compact,delete', all but the last record of a key would be lost",
        "HELD, cleanup.policy, delete, records would be lost with age",
        "PK, cleanup.policy, 'delete,compact', records would be lost with age",
        "SOURCE, retention.ms, 604800000, records would be lost with age",
        "AUDIT, retention.ms, 604800000, records would be lost with age",
        "COMMANDS, retention.ms, 604800000, records would be lost with age",
        "AUDIT, retention.bytes, 1000000, records would be lost with size"
    })
    void findsWhatWouldLoseRecords(Topic topic, String setting, String value, String danger) {
        Finding finding = check(topic, 6, 3, Map.of(setting, value));
        assertThat(finding.state()).isEqualTo(State.DANGEROUS);
        assertThat(finding.dangers())
                .singleElement()
                .asString()
                .startsWith(setting)
                .endsWith(danger);
    }

    @Test
    void findsAnotherNumberOfPartitions() {
        Finding finding = check(Topic.PK, 3, 3, Map.of());
        assertThat(finding.state()).isEqualTo(State.DANGEROUS);
        assertThat(finding.dangers())
                .singleElement()
                .asString()
                .startsWith("has 3 partitions, topics.partitions says 6");
    }

    @Test
    void notesWhatDoesNoHarm() {
        assertThat(check(Topic.NORMALISED, 6, 3, Map.of("retention.ms", "9000000000")))
                .isEqualTo(new Finding(
                        Topic.NORMALISED,
                        State.DIFFERS,
                        List.of(),
                        List.of("retention.ms is 9000000000, longer than 2592000000")));
        assertThat(check(Topic.PK, 6, 3, Map.of("min.compaction.lag.ms", "0")).notes())
                .containsExactly("min.compaction.lag.ms is 0, shorter than 2592000000");
        assertThat(check(Topic.REJECTED, 6, 3, Map.of("retention.ms", "1")).state())
                .isEqualTo(State.DIFFERS);
        assertThat(check(Topic.PK, 6, 3, Map.of("min.insync.replicas", "1")).notes())
                .containsExactly("min.insync.replicas is 1: a single broker may hold what was acknowledged; set 2");
        assertThat(check(Topic.PK, 6, 1, Map.of()).notes())
                .containsExactly(
                        "has 1 replicas, topics.replication says 3",
                        "min.insync.replicas is 2 with 1 replicas: nothing can be written");
    }

    private static Finding check(Topic topic, int partitions, int replication, Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put("min.insync.replicas", "2");
        settings.putAll(other);
        return TopicRules.check(topic, Optional.of(new Actual(partitions, replication, settings)), SHAPE);
    }
}
