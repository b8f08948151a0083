package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Each result's versions are in each of its topics once, in order, with the right content, and nothing else is. */
final class PublishedChecker implements TopicsChecker {
    private static final Set<Topic> WITH_RESULTS = Set.of(Topic.PK, Topic.OBSERVATIONS);

    private final String study;
    private final int partitions;

    PublishedChecker(String study, int partitions) {
        this.study = study;
        this.partitions = partitions;
    }

    @Override
    public List<Violation> check(TortureModel.Expected expected, TopicSource topics) {
        List<Violation> violations = new ArrayList<>();
        Map<String, SentRow.Key> keyOfId = new HashMap<>();
        for (Topic topic : Topic.consumerTopics()) {
            Map<SentRow.Key, List<PublishedVersion>> published = new HashMap<>();
            topics.readAll(topic, record -> {
                PublishedVersion version = PublishedVersion.of(record.value());
                published.computeIfAbsent(version.key(), k -> new ArrayList<>()).add(version);
                place(topic, record, version, violations);
                SentRow.Key other = keyOfId.putIfAbsent(version.id(), version.key());
                if (other != null && !other.equals(version.key())) {
                    violations.add(wrong(topic, version.key(), "shares the id " + version.id() + " with " + other));
                }
            });
            if (WITH_RESULTS.contains(topic)) {
                expected.versions()
                        .forEach((key, versions) ->
                                compare(topic, key, versions, published.getOrDefault(key, List.of()), violations));
            }
            published.forEach((key, versions) -> {
                if (!WITH_RESULTS.contains(topic) || !expected.versions().containsKey(key)) {
                    violations.add(wrong(topic, key, "should not be there, has " + versions.size() + " versions"));
                }
            });
        }
        return violations;
    }

    private void place(
            Topic topic, ConsumerRecord<byte[], byte[]> record, PublishedVersion version, List<Violation> violations) {
        byte[] subject = (study + "/" + version.key().subject()).getBytes(UTF_8);
        if (record.partition() != SubjectKey.partition(subject, partitions)) {
            violations.add(wrong(topic, version.key(), "is in partition " + record.partition()));
        }
        if (!version.id().equals(new String(record.key(), UTF_8))) {
            violations.add(wrong(topic, version.key(), "has another id than its record"));
        }
    }

    private static void compare(
            Topic topic,
            SentRow.Key key,
            List<TortureModel.Version> expected,
            List<PublishedVersion> published,
            List<Violation> violations) {
        String where = topic.suffix() + " " + key + " ";
        if (published.stream().map(PublishedVersion::id).distinct().count() > 1) {
            violations.add(wrong(topic, key, "has several ids"));
        }
        boolean[] seen = new boolean[Math.max(expected.size(), published.size()) + 2];
        int last = 0;
        for (PublishedVersion version : published) {
            int number = version.number();
            if (number < 1 || number > expected.size()) {
                violations.add(wrong(
                        topic,
                        key,
                        "version " + number + " (" + version.value() + ") of " + expected.size() + " expected"));
                continue;
            }
            if (seen[number]) {
                violations.add(new Violation(Violation.Kind.DUPLICATE, where + "version " + number + " again"));
            } else if (number != last + 1) {
                violations.add(
                        new Violation(Violation.Kind.OUT_OF_ORDER, where + "version " + number + " follows " + last));
            }
            seen[number] = true;
            last = Math.max(last, number);
            TortureModel.Version of = expected.get(number - 1);
            if (!of.value().equals(version.value()) || !of.status().equals(version.status())) {
                violations.add(wrong(
                        topic,
                        key,
                        "version " + number + " is " + version.value() + " " + version.status() + ", expected "
                                + of.value() + " " + of.status()));
            }
        }
        for (int number = 1; number <= expected.size(); number++) {
            if (!seen[number]) {
                violations.add(new Violation(
                        Violation.Kind.LOSS,
                        where + "version " + number + " ("
                                + expected.get(number - 1).value() + ") is missing"));
            }
        }
    }

    private static Violation wrong(Topic topic, SentRow.Key key, String what) {
        return new Violation(Violation.Kind.WRONG_CONTENT, topic.suffix() + " " + key + " " + what);
    }
}
