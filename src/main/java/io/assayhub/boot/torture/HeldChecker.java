package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.HoldReason;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waits is what has to wait: results of subjects that nobody registered, in their order and counted by their receipts,
 * and one matter for each accession that turned up under another subject.
 *
 * <p>Such a matter is raised on the result under the new subject. If the two subjects lie in different partitions and a
 * crash lets the later file overtake the earlier one there, it is raised on the other of the two; that is as good, for a
 * person has to choose anyway, and is accepted.
 */
final class HeldChecker implements TopicsChecker {
    private final String study;
    private final int partitions;

    HeldChecker(String study, int partitions) {
        this.study = study;
        this.partitions = partitions;
    }

    @Override
    public List<Violation> check(TortureModel.Expected expected, TopicSource topics) {
        Map<String, HeldRecord> live = new LinkedHashMap<>();
        topics.readAll(Topic.HELD, record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                live.remove(key);
            } else {
                live.put(key, HeldRecord.fromJson(record.value()));
            }
        });
        List<Violation> violations = new ArrayList<>();
        results(expected, live, violations);
        matters(expected, live, topics, violations);
        Map<String, Long> heldOf = new HashMap<>();
        live.values().stream()
                .filter(HeldRecord::isHeldResult)
                .forEach(held -> heldOf.merge(held.transfer(), 1L, Long::sum));
        for (Receipt receipt : ReceiptsChecker.latest(topics).values()) {
            long held = heldOf.getOrDefault(receipt.transfer(), 0L);
            if (receipt.counts().held() != held) {
                violations.add(wrong(receipt.manifest().delivery() + " holds "
                        + receipt.counts().held() + " by its receipt, " + held + " wait"));
            }
        }
        return violations;
    }

    private static void results(
            TortureModel.Expected expected, Map<String, HeldRecord> live, List<Violation> violations) {
        Map<SentRow.Key, Map<Integer, String>> waiting = new HashMap<>();
        live.forEach((key, held) -> {
            if (held.isHeldResult()) {
                JsonNode resource =
                        PublishedVersion.parse(held.resource().toString().getBytes(UTF_8));
                int number = Integer.parseInt(key.substring(key.indexOf('/') + 1));
                waiting.computeIfAbsent(new SentRow.Key(held.subject(), held.accession()), k -> new TreeMap<>())
                        .put(
                                number,
                                held.reason() + " "
                                        + PublishedVersion.of(resource).value());
            }
        });
        Map<SentRow.Key, Map<Integer, String>> should = new HashMap<>();
        expected.waiting().forEach((key, values) -> {
            Map<Integer, String> holds = new TreeMap<>();
            for (String value : values) {
                HoldReason reason = holds.isEmpty() ? HoldReason.UNKNOWN_SUBJECT : HoldReason.QUEUED;
                holds.put(holds.size() + 1, reason.text() + " " + value);
            }
            should.put(key, holds);
        });
        should.forEach((key, holds) -> {
            Map<Integer, String> is = waiting.getOrDefault(key, Map.of());
            if (!is.equals(holds)) {
                violations.add(wrong(key + " waits as " + is + ", expected " + holds));
            }
        });
        waiting.forEach((key, holds) -> {
            if (!should.containsKey(key)) {
                violations.add(wrong(key + " should not wait, does as " + holds));
            }
        });
    }

    private void matters(
            TortureModel.Expected expected,
            Map<String, HeldRecord> live,
            TopicSource topics,
            List<Violation> violations) {
        Map<String, SentRow.Key> keyOfId = new HashMap<>();
        topics.readAll(Topic.PK, record -> {
            PublishedVersion version = PublishedVersion.of(record.value());
            keyOfId.put(version.id(), version.key());
        });
        Map<String, List<String>> raised = new HashMap<>();
        live.forEach((key, matter) -> {
            if (matter.isHeldResult()) {
                return;
            }
            SentRow.Key of = keyOfId.get(matter.observation());
            if (of == null || !key.equals(HeldRecord.movedKey(matter.observation()))) {
                violations.add(wrong(key + " should not be raised"));
            } else {
                raised.computeIfAbsent(of.accession(), a -> new ArrayList<>())
                        .add(matter.changedFrom() + " to " + of.subject());
            }
        });
        for (TortureModel.Move move : expected.moves()) {
            List<String> is = raised.remove(move.accession());
            List<String> should = List.of(move.former() + " to " + move.now());
            List<String> other = List.of(move.now() + " to " + move.former());
            boolean overtaken = partition(move.former()) != partition(move.now()) && other.equals(is);
            if (!should.equals(is) && !overtaken) {
                violations.add(wrong(move.accession() + " is raised as " + is + ", expected " + should));
            }
        }
        raised.forEach((accession, is) -> violations.add(wrong(accession + " should not be raised, is as " + is)));
    }

    private int partition(String subject) {
        return SubjectKey.partition((study + "/" + subject).getBytes(UTF_8), partitions);
    }

    private static Violation wrong(String what) {
        return new Violation(Violation.Kind.HELD, what);
    }
}
