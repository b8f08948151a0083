package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at the hub's topics on the broker. */
public final class TopicSurvey {
    private TopicSurvey() {}

    /** What is found of every topic, in declared order. */
    public static List<TopicRules.Finding> of(Admin admin, HubConfig.Topics shape)
            throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        List<String> names = new ArrayList<>();
        List<ConfigResource> resources = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            String name = topic.name(shape.prefix());
            if (present.contains(name)) {
                names.add(name);
                resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
            }
        }
        Map<String, TopicDescription> descriptions =
                known(admin.describeTopics(names).topicNameValues());
        Map<ConfigResource, Config> configs =
                known(admin.describeConfigs(resources).values());
        List<TopicRules.Finding> findings = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            String name = topic.name(shape.prefix());
            findings.add(TopicRules.check(
                    topic,
                    Optional.ofNullable(descriptions.get(name))
                            .flatMap(d -> Optional.ofNullable(
                                            configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name)))
                                    .map(c -> actual(d, c))),
                    shape));
        }
        return findings;
    }

    /** What makes it unsafe to start on these topics, one sentence each; empty if nothing does. */
    public static List<String> dangers(Admin admin, HubConfig.Topics shape)
            throws ExecutionException, InterruptedException {
        List<String> dangers = new ArrayList<>();
        for (TopicRules.Finding finding : of(admin, shape)) {
            finding.dangers()
                    .forEach(d -> dangers.add("Topic " + finding.topic().name(shape.prefix()) + " " + d + "."));
        }
        return dangers;
    }

    /** Creates the topics that are missing, as declared. */
    static void create(Admin admin, HubConfig.Topics shape, List<TopicRules.Finding> findings)
            throws ExecutionException, InterruptedException {
        List<NewTopic> missing = findings.stream()
                .filter(f -> f.state() == TopicRules.State.MISSING)
                .map(f -> new NewTopic(
                                f.topic().name(shape.prefix()), Optional.of(shape.partitions()), Optional.of((short)
                                        shape.replication()))
                        .configs(f.topic().settings()))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                // A hub that starts just now was faster.
            }
        }
    }

    /** A topic that was created a moment ago may be unknown to the broker that is asked. */
    private static <K, V> Map<K, V> known(Map<K, KafkaFuture<V>> answers)
            throws ExecutionException, InterruptedException {
        Map<K, V> known = new HashMap<>();
        for (Map.Entry<K, KafkaFuture<V>> answer : answers.entrySet()) {
            try {
                known.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return known;
    }

    private static TopicRules.Actual actual(TopicDescription topic, Config config) {
        Map<String, String> settings = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        int replication = topic.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElse(0);
        return new TopicRules.Actual(topic.partitions().size(), replication, settings);
    }
}
