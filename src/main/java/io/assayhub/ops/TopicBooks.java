package io.assayhub.ops;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.SourceTable;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.ops.BooksRules.Difference;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The second program: keeps the books once more, from the topics alone. Counters per transfer, bytes per Observation. */
final class TopicBooks {
    /** Records on normalised are kept for 30 days; a little before that they cannot be counted upon. */
    private static final Duration KEPT = Duration.ofDays(29);

    /** Up to so many sources are looked up one by one. */
    private static final int FEW = 20;

    private final HubKafka kafka;
    private final MappingCatalog catalog;
    private final Map<String, TopicFigures> transfers = new HashMap<>();
    private final VersionBook versions = new VersionBook();

    TopicBooks(HubKafka kafka, MappingCatalog catalog) {
        this.kafka = kafka;
        this.catalog = catalog;
    }

    /** Reads everything but the source; adds what is wrong with single Observations. */
    void read(List<Difference> differences) {
        // Taken first: what stands before these ends was published in one transaction with its audit record.
        Map<Topic, Map<TopicPartition, Long>> ends = new EnumMap<>(Topic.class);
        Topic.consumerTopics().forEach(topic -> ends.put(topic, kafka.ends(topic)));
        normalised();
        rejected();
        kafka.read(Topic.AUDIT, message -> {
            audit(message);
            return true;
        });
        for (HeldRecord held : HeldIndex.read(kafka).live()) {
            if (held.isHeldResult()) {
                of(held.transfer()).held();
            }
        }
        ends.forEach((topic, end) -> published(topic, end, differences));
        versions.check(
                (id, fault, figures) -> differences.add(new Difference("Observation " + id, fault, "-", figures)));
    }

    /** The transfers that any topic names. */
    Set<String> transfers() {
        return transfers.keySet();
    }

    TopicFigures of(String transfer) {
        return transfers.computeIfAbsent(transfer, t -> new TopicFigures());
    }

    int observations() {
        return versions.size();
    }

    /**
     * Counts the rows of these transfers again.
     *
     * @return by transfer, why one could not be counted
     */
    Map<String, String> countSources(Collection<Receipt> receipts) {
        Map<String, String> notes = new HashMap<>();
        Map<String, Receipt> left = new LinkedHashMap<>();
        receipts.forEach(r -> left.put(r.transfer(), r));
        // Messages are many and small: the topic is read once for all whose bytes stand in one chunk.
        if (receipts.size() > FEW) {
            Instant first = receipts.stream()
                    .map(r -> Instant.parse(r.firstArrived()))
                    .min(Instant::compareTo)
                    .orElseThrow();
            kafka.readSince(Topic.SOURCE, first.minus(SourceBytes.CLOCKS), message -> {
                Receipt receipt = left.get(HubKafka.key(message));
                if (receipt != null
                        && receipt.manifest().bytes() == message.value().length
                        && "1".equals(HubKafka.header(message, HeaderName.SEQ))) {
                    left.remove(receipt.transfer());
                    countSource(receipt, new ByteArrayInputStream(message.value()))
                            .ifPresent(note -> notes.put(receipt.transfer(), note));
                }
                return true;
            });
        }
        for (Receipt receipt : left.values()) {
            countSource(receipt, new SourceBytes(kafka, receipt))
                    .ifPresent(note -> notes.put(receipt.transfer(), note));
        }
        return notes;
    }

    private Optional<String> countSource(Receipt receipt, InputStream source) {
        Optional<CompiledFeed> feed = catalog.feed(receipt.manifest().feed());
        if (feed.isEmpty()) {
            return Optional.of("the mappings hold no feed " + receipt.manifest().feed());
        }
        boolean changed =
                !feed.get().snapshot().value().equals(receipt.manifest().snapshot());
        try {
            SourceTable.Rows rows = SourceTable.count(source, feed.get().config());
            if (changed && rows.rows() != receipt.manifest().rows()) {
                return Optional.of("the feed has changed since and reads " + rows.rows() + " rows now");
            }
            of(receipt.transfer())
                    .source(rows.rows(), changed ? receipt.manifest().refused() : rows.refused());
            return Optional.empty();
        } catch (EOFException e) {
            // Bytes are missing: no row can be shown.
            of(receipt.transfer()).source(0, 0);
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Marks a transfer whose records on normalised may be gone. */
    void forgetOld(Receipt receipt, Instant now) {
        if (Instant.parse(receipt.firstArrived()).plus(KEPT).isBefore(now)) {
            of(receipt.transfer()).normalisedIsGone();
        }
    }

    private void normalised() {
        kafka.read(Topic.NORMALISED, message -> {
            String kind = HubKafka.header(message, HeaderName.KIND);
            String transfer = HubKafka.header(message, HeaderName.TRANSFER);
            if ("result".equals(kind)) {
                of(transfer).normalised(message.partition(), Long.parseLong(HubKafka.header(message, HeaderName.SEQ)));
            } else if ("end".equals(kind)) {
                of(transfer).sealed();
            }
            return true;
        });
    }

    /** Keys are {@code transfer/entry} or {@code transfer/row}; an entry's address holds a slash, a row's number none. */
    private void rejected() {
        Set<Hash128> seen = new HashSet<>();
        kafka.read(Topic.REJECTED, message -> {
            String key = HubKafka.key(message);
            int slash = key.indexOf('/');
            if (slash > 0 && seen.add(Hash128.ofSha256(key))) {
                TopicFigures figures = of(key.substring(0, slash));
                if (key.indexOf('/', slash + 1) > 0) {
                    figures.rejected();
                } else {
                    figures.refused();
                }
            }
            return true;
        });
    }

    private void audit(ConsumerRecord<byte[], byte[]> message) {
        String kind = HubKafka.header(message, HeaderName.KIND);
        String transfer = HubKafka.header(message, HeaderName.TRANSFER);
        String outcome = HubKafka.header(message, HeaderName.OUTCOME);
        if (AuditRecord.VERSION.equals(kind)) {
            versions.audited(
                    Hash128.parse(HubKafka.header(message, HeaderName.ID)),
                    Integer.parseInt(HubKafka.header(message, HeaderName.VERSION)),
                    topics(HubKafka.header(message, HeaderName.TOPICS)));
            if (transfer != null) {
                of(transfer).version(outcome);
            }
        } else if (AuditRecord.ENDED.equals(kind)) {
            of(transfer).ended(outcome);
        }
    }

    private void published(Topic topic, Map<TopicPartition, Long> ends, List<Difference> differences) {
        kafka.read(topic, message -> {
            String id = HubKafka.key(message);
            String version = HubKafka.header(message, HeaderName.VERSION);
            if (!ObservationId.isValid(id) || version == null || message.value() == null) {
                differences.add(new Difference(
                        topic.suffix(),
                        "record",
                        "-",
                        "offset " + message.offset() + " in partition " + message.partition()
                                + " was not written by the ledger"));
                return true;
            }
            boolean same = version.equals(versionInBytes(message.value()));
            if (!same) {
                differences.add(new Difference(
                        "Observation " + id, "meta.versionId on " + topic.suffix(), "-", "not " + version));
            }
            boolean audited = versions.published(Hash128.parse(id), Integer.parseInt(version), topic, same);
            if (!audited && message.offset() < ends.get(new TopicPartition(message.topic(), message.partition()))) {
                differences.add(new Difference(
                        "Observation " + id,
                        "audit",
                        "-",
                        "version " + version + " on " + topic.suffix() + " is not on the audit"));
            }
            return true;
        });
    }

    private static Set<Topic> topics(String header) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        if (header != null && !header.isEmpty()) {
            for (String suffix : List.of(header.split(","))) {
                topics.add(Topic.ofSuffix(suffix)
                        .orElseThrow(() -> new IllegalArgumentException("no topic has this name")));
            }
        }
        return topics;
    }

    /** Observation.meta.versionId, which stands near the beginning; null if it is absent. */
    static String versionInBytes(byte[] observation) {
        try (JsonParser parser = Json.mapper().getFactory().createParser(observation)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean meta = parser.currentName().equals("meta");
                parser.nextToken();
                if (!meta) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean versionId = parser.currentName().equals("versionId");
                    parser.nextToken();
                    if (versionId) {
                        return parser.getText();
                    }
                    parser.skipChildren();
                }
            }
            return null;
        } catch (IOException e) {
            return null; // Not JSON: it says no version, which is reported.
        }
    }
}
