package io.assayhub.boot.torture;

import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every file has one receipt, closed, with the model's counts, and the topics recounted say the same. */
final class ReceiptsChecker implements TopicsChecker {
    @Override
    public List<Violation> check(TortureModel.Expected expected, TopicSource topics) {
        Map<SentFile.Delivered, Receipt> receipts = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (Receipt receipt : latest(topics).values()) {
            SentFile.Delivered of = delivered(receipt);
            if (!expected.accounts().containsKey(of)) {
                violations.add(wrong(of, "was not sent"));
            } else if (receipts.put(of, receipt) != null) {
                violations.add(wrong(of, "has two receipts"));
            }
        }
        expected.accounts().forEach((delivered, account) -> {
            Receipt receipt = receipts.get(delivered);
            if (receipt == null) {
                violations.add(wrong(delivered, "has no receipt"));
                return;
            }
            if (receipt.state() != Receipt.State.CLOSED || !receipt.balanced()) {
                violations.add(wrong(
                        delivered, "is " + receipt.state().text() + (receipt.balanced() ? "" : ", not balanced")));
            }
            if (!receipt.counts().equals(account.counts())) {
                violations.add(wrong(delivered, "counts " + receipt.counts() + ", expected " + account.counts()));
            }
            if (receipt.manifest().rows() != account.rows()
                    || receipt.manifest().rejected() != account.rejected()) {
                violations.add(wrong(
                        delivered,
                        "has " + receipt.manifest().rows() + " rows and "
                                + receipt.manifest().rejected() + " rejected, expected " + account.rows() + " and "
                                + account.rejected()));
            }
        });
        recount(receipts, topics, violations);
        return violations;
    }

    /** The latest receipt of each transfer. */
    static Map<String, Receipt> latest(TopicSource topics) {
        Map<String, Receipt> latest = new HashMap<>();
        topics.readAll(Topic.RECEIPTS, record -> {
            Receipt receipt = Receipt.fromJson(record.value());
            latest.put(receipt.transfer(), receipt);
        });
        return latest;
    }

    static SentFile.Delivered delivered(Receipt receipt) {
        return new SentFile.Delivered(
                receipt.manifest().delivery(), receipt.manifest().sha256());
    }

    /** Distinct results and rejects on the topics against what the receipts say. */
    private static void recount(
            Map<SentFile.Delivered, Receipt> receipts, TopicSource topics, List<Violation> violations) {
        Map<String, Integer> results = distinct(
                topics,
                Topic.NORMALISED,
                record -> "result".equals(header(record, HeaderName.KIND))
                        ? record.partition() + " " + header(record, HeaderName.SEQ)
                        : null);
        Map<String, Integer> rejects = new HashMap<>();
        Set<String> seen = new HashSet<>();
        topics.readAll(Topic.REJECTED, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (seen.add(key)) {
                rejects.merge(key.substring(0, key.indexOf('/')), 1, Integer::sum);
            }
        });
        receipts.forEach((delivered, receipt) -> {
            Counts counts = receipt.counts();
            int of = results.getOrDefault(receipt.transfer(), 0);
            if (counts.total() != of) {
                violations.add(wrong(delivered, "accounts for " + counts.total() + " results, the topic has " + of));
            }
            int rejected = rejects.getOrDefault(receipt.transfer(), 0);
            if (receipt.manifest().rejected() != rejected) {
                violations.add(wrong(
                        delivered, "has " + receipt.manifest().rejected() + " rejected, the topic has " + rejected));
            }
        });
    }

    /** How many distinct records of each transfer a topic has; a record without identity is not counted. */
    private static Map<String, Integer> distinct(
            TopicSource topics, Topic topic, Function<ConsumerRecord<byte[], byte[]>, String> identity) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> seen = new HashSet<>();
        topics.readAll(topic, record -> {
            String of = identity.apply(record);
            String transfer = header(record, HeaderName.TRANSFER);
            if (of != null && seen.add(transfer + " " + of)) {
                counts.merge(transfer, 1, Integer::sum);
            }
        });
        return counts;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static Violation wrong(SentFile.Delivered file, String what) {
        return new Violation(Violation.Kind.RECEIPT, file.name() + " " + what);
    }
}
