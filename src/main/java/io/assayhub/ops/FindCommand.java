package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.AuditBundle;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Observations by what people know of them. */
@Command(
        name = "find",
        mixinStandardHelpOptions = true,
        description = {
            "Find Observations: their latest version, and what of them waits.",
            "By file or transfer: those of which it published a version or that it has waiting.",
            "Exit code: 0 listed, or none; 1 could not run."
        })
final class FindCommand extends OpsCommand {
    /** Exactly one of these. */
    static final class By {
        @Option(names = "--subject", paramLabel = "SUBJECT", description = "the subject's number, or study/number")
        private String subject;

        @Option(names = "--accession", paramLabel = "ACCESSION", description = "the specimen's accession")
        private String accession;

        @Option(names = "--file", paramLabel = "NAME", description = "the file's name as the sender gave it")
        private String file;

        @Option(names = "--transfer", paramLabel = "TRANSFER", description = "the transfer")
        private String transfer;
    }

    @ArgGroup(multiplicity = "1")
    private By by;

    /** The latest version of an Observation. */
    private record Version(
            long number, String status, String topics, String feed, String transfer, String entry, String key) {}

    FindCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
        ReceiptIndex receipts = ReceiptIndex.read(kafka);
        Set<String> transfers = transfers(receipts);
        Map<String, Version> found = new TreeMap<>();
        kafka.read(Topic.AUDIT, message -> {
            if (AuditRecord.VERSION.equals(HubKafka.header(message, HeaderName.KIND))) {
                version(message, transfers, found);
            }
            return true;
        });
        Map<String, StringBuilder> held = new TreeMap<>();
        Map<String, HeldRecord> waiting = new TreeMap<>();
        for (HeldRecord record : HeldIndex.read(kafka).live()) {
            if (record.observation() != null
                    && (found.containsKey(record.observation()) || isWanted(record, transfers))) {
                StringBuilder keys = held.computeIfAbsent(record.observation(), id -> new StringBuilder());
                keys.append(keys.isEmpty() ? "" : ",").append(record.key());
                waiting.putIfAbsent(record.observation(), record);
            }
        }
        try (Listing listing = new Listing(
                ops.out(), json, "id", "version", "status", "topics", "feed", "transfer", "entry", "held")) {
            Set<String> ids = new java.util.TreeSet<>(found.keySet());
            ids.addAll(waiting.keySet());
            for (String id : ids) {
                listing.add(item(id, found.get(id), waiting.get(id), held.get(id)));
            }
            if (ids.isEmpty()) {
                listing.say("Nothing is published or waits that matches.");
            }
            transfers.forEach(t -> receipts.get(t).ifPresent(r -> listing.say(summary(r))));
        }
        return 0;
    }

    private Set<String> transfers(ReceiptIndex receipts) {
        Set<String> transfers = new HashSet<>();
        if (by.transfer != null) {
            transfers.add(by.transfer);
        }
        if (by.file != null) {
            receipts.all().stream()
                    .filter(r -> r.manifest().delivery().equals(by.file))
                    .forEach(r -> transfers.add(r.transfer()));
            if (transfers.isEmpty()) {
                throw new OpsException("No receipt names a file " + Listing.printable(by.file) + ".");
            }
        }
        return transfers;
    }

    /** Once found by any of its versions, an Observation is shown as its latest one. */
    private void version(ConsumerRecord<byte[], byte[]> message, Set<String> transfers, Map<String, Version> found) {
        String id = HubKafka.header(message, HeaderName.ID);
        long number = Long.parseLong(HubKafka.header(message, HeaderName.VERSION));
        Version known = found.get(id);
        if (known == null ? isWanted(message, transfers) : number > known.number) {
            found.put(
                    id,
                    new Version(
                            number,
                            HubKafka.header(message, HeaderName.STATUS),
                            HubKafka.header(message, HeaderName.TOPICS),
                            HubKafka.header(message, HeaderName.FEED),
                            HubKafka.header(message, HeaderName.TRANSFER),
                            HubKafka.header(message, HeaderName.ENTRY),
                            HubKafka.key(message)));
        }
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> message, Set<String> transfers) {
        if (by.subject != null) {
            String key = HubKafka.key(message);
            return key.equals(by.subject) || key.endsWith("/" + by.subject);
        }
        if (by.accession != null) {
            // Most Bundles do not hold it anywhere: only those that do are read as JSON.
            return new String(message.value(), UTF_8).contains('"' + by.accession + '"')
                    && AuditBundle.parse(message.value()).hasAccession(by.accession);
        }
        String transfer = HubKafka.header(message, HeaderName.TRANSFER);
        return transfer != null && transfers.contains(transfer);
    }

    private boolean isWanted(HeldRecord held, Set<String> transfers) {
        if (by.subject != null) {
            return by.subject.equals(held.subject()) || by.subject.equals(held.study() + "/" + held.subject());
        }
        return by.accession != null ? by.accession.equals(held.accession()) : transfers.contains(held.transfer());
    }

    private static Map<String, Object> item(String id, Version version, HeldRecord waiting, StringBuilder held) {
        return version == null
                ? Listing.item(
                        "id", id,
                        "version", 0,
                        "status", waiting.status(),
                        "feed", waiting.feed(),
                        "transfer", waiting.transfer(),
                        "entry", waiting.entry(),
                        "subject", waiting.study() + "/" + waiting.subject(),
                        "held", held.toString())
                : Listing.item(
                        "id", id,
                        "version", version.number,
                        "status", version.status,
                        "topics", version.topics,
                        "feed", version.feed,
                        "transfer", version.transfer,
                        "entry", version.entry,
                        "subject", version.key,
                        "held", held == null ? null : held.toString());
    }

    private static String summary(Receipt receipt) {
        return "Transfer " + receipt.transfer() + " (" + receipt.manifest().feed() + ", "
                + Listing.printable(receipt.manifest().delivery()) + "): "
                + receipt.manifest().entries() + " entries, "
                + receipt.counts().published() + " published, "
                + (receipt.counts().unchanged() + receipt.counts().stale()) + " unchanged or stale, "
                + receipt.counts().held() + " held, " + receipt.manifest().rejected() + " rejected.";
    }
}
