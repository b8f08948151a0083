package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The audit trail has every version once and in order, each command once, nothing else, and adds up to the receipts. */
final class AuditChecker implements TopicsChecker {
    @Override
    public List<Violation> check(TortureModel.Expected expected, TopicSource topics) {
        List<Violation> violations = new ArrayList<>();
        Map<SentRow.Key, List<PublishedVersion>> audited = new HashMap<>();
        Map<String, Long> versionsOf = new HashMap<>();
        Set<String> actions = new HashSet<>();
        topics.readAll(Topic.AUDIT, record -> {
            switch (header(record, HeaderName.KIND)) {
                case AuditRecord.VERSION -> {
                    PublishedVersion version = version(record, violations);
                    audited.computeIfAbsent(version.key(), k -> new ArrayList<>())
                            .add(version);
                    versionsOf.merge(header(record, HeaderName.TRANSFER), 1L, Long::sum);
                }
                case AuditRecord.ENDED ->
                    violations.add(wrong("a held result ended as " + header(record, HeaderName.OUTCOME) + ": "
                            + header(record, HeaderName.ID)));
                case AuditRecord.ACTION -> {
                    String id = CommandRecord.fromJson(record.value()).id();
                    if (!actions.add(record.partition() + " " + id)) {
                        violations.add(wrong("command " + id + " was applied again"));
                    }
                }
                default -> violations.add(wrong("has a record of an unknown kind"));
            }
        });
        expected.versions()
                .forEach((key, versions) -> compare(key, versions, audited.getOrDefault(key, List.of()), violations));
        audited.keySet().stream()
                .filter(key -> !expected.versions().containsKey(key))
                .forEach(key -> violations.add(wrong(key + " should not be there")));
        for (Receipt receipt : ReceiptsChecker.latest(topics).values()) {
            long versions = versionsOf.getOrDefault(receipt.transfer(), 0L);
            if (receipt.counts().published() != versions) {
                violations.add(wrong(receipt.manifest().delivery() + " published "
                        + receipt.counts().published() + " by its receipt, " + versions + " by the trail"));
            }
        }
        return violations;
    }

    private static PublishedVersion version(ConsumerRecord<byte[], byte[]> record, List<Violation> violations) {
        JsonNode bundle = PublishedVersion.parse(record.value());
        PublishedVersion version = PublishedVersion.of(bundle.at("/entry/0/resource"));
        String said = header(record, HeaderName.ID) + " " + header(record, HeaderName.VERSION) + " "
                + header(record, HeaderName.STATUS) + " " + header(record, HeaderName.OUTCOME);
        String is = version.id() + " " + version.number() + " " + version.status() + " "
                + (version.number() == 1 ? "new" : "corrected");
        if (!said.equals(is)) {
            violations.add(wrong("headers say " + said + ", it is " + is));
        }
        if (!"Provenance".equals(bundle.at("/entry/1/resource/resourceType").asText())) {
            violations.add(wrong(is + " has no Provenance"));
        }
        return version;
    }

    private static void compare(
            SentRow.Key key,
            List<TortureModel.Version> expected,
            List<PublishedVersion> audited,
            List<Violation> violations) {
        List<String> should = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            should.add((i + 1) + " " + expected.get(i).value() + " "
                    + expected.get(i).status());
        }
        List<String> is = audited.stream()
                .map(v -> v.number() + " " + v.value() + " " + v.status())
                .toList();
        if (!should.equals(is)) {
            violations.add(wrong(key + " has versions " + is + ", expected " + should));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private static Violation wrong(String what) {
        return new Violation(Violation.Kind.AUDIT, what);
    }
}
