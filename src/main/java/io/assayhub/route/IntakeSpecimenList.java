package io.assayhub.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.config.SpecimenListConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.registry.SpecimenListParser;
import io.assayhub.registry.SpecimenReceipt;
import io.assayhub.registry.SpecimenTable;
import io.assayhub.registry.SpecimenTable.Outcome;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one list of expected specimens from disk to the specimens' topic, in place of the former list of its name. It is
 * read twice: nothing is written of one that cannot be taken. Its bytes go nowhere else.
 */
public final class IntakeSpecimenList {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeSpecimenList.class);

    private final Supplier<TopicContents> topic;
    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final RegistryCatalog catalog;
    private final DropFolders folders;

    /** @param topic opens {@link Topic#SPECIMENS} at its beginning */
    public IntakeSpecimenList(
            Supplier<TopicContents> topic,
            Producer<byte[], byte[]> producer,
            String prefix,
            RegistryCatalog catalog,
            DropFolders folders) {
        this.topic = topic;
        this.producer = producer;
        this.prefix = prefix;
        this.catalog = catalog;
        this.folders = folders;
    }

    /** Whether a delivery lies in the folder of a list of specimens. */
    boolean isFor(Delivery delivery) {
        return catalog.specimens(delivery.feed()).isPresent();
    }

    /** Returns what was taken when Kafka has acknowledged everything. */
    synchronized TakenList take(Delivery delivery) throws IntakeException, IOException {
        SpecimenListConfig list = catalog.specimens(delivery.feed()).orElseThrow();
        SpecimenReceipt receipt = new Reading(delivery, list).read();
        LOG.atInfo()
                .addKeyValue("list", list.name())
                .addKeyValue("transfer", receipt.transfer())
                .addKeyValue("rows", receipt.rows())
                .addKeyValue("added", receipt.added())
                .addKeyValue("changed", receipt.changed())
                .addKeyValue("removed", receipt.removed())
                .addKeyValue("rejected", receipt.rejected())
                .addKeyValue("refusal", receipt.refusal() == null ? "none" : "refused")
                .log("A list of expected specimens was taken in");
        return new TakenList(receipt, receipt.refusal() != null);
    }

    /** One attempt at one file. */
    private final class Reading {
        private final Delivery delivery;
        private final SpecimenListConfig list;
        private final String sha256;
        private final TransferId transfer;
        private final SpecimenTable table;
        private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        private long rejected;
        private long removed;

        private Reading(Delivery delivery, SpecimenListConfig list) throws IOException {
            this.delivery = delivery;
            this.list = list;
            this.sha256 = TakenList.sha256(delivery);
            this.transfer = new TransferId(
                    Hash128.ofSha256(String.join("\u001f", list.name(), delivery.name(), sha256, list.digest()))
                            .hex());
            this.table = new SpecimenTable(list.name());
        }

        private SpecimenReceipt read() throws IntakeException, IOException {
            try (TopicContents contents = topic.get()) {
                contents.catchUp(table::put);
            }
            boolean older = table.isNewerThan(delivery.arrived().toEpochMilli());
            try (AcknowledgedSends sends = new AcknowledgedSends(producer);
                    TakenList.Rejects rejects = new TakenList.Rejects(folders.rejectsOf(delivery))) {
                SpecimenListParser.Summary found = look();
                Optional<Rejected> refusal = found.refusal().or(() -> unfit(found));
                if (refusal.isPresent()) {
                    reject(refusal.get(), sends, rejects);
                } else if (!older) {
                    lay(sends, rejects);
                }
                sends.await();
                return receipt(refusal, older, found.rows());
            }
        }

        /** Reads it to its end and writes nothing. */
        private SpecimenListParser.Summary look() throws IOException {
            try (InputStream in = delivery.content().open()) {
                return parser().read(in, new SpecimenListParser.Sink<RuntimeException>() {
                    @Override
                    public Optional<ErrorCode> specimen(SpecimenRecord specimen) {
                        return table.size() > SpecimenTable.MOST ? Optional.empty() : table.refuse(specimen);
                    }

                    @Override
                    public void rejected(Rejected each) {
                        // Told when it is read again.
                    }
                });
            }
        }

        /** A list of which no row can be read would take all specimens away; the former one stays. */
        private Optional<Rejected> unfit(SpecimenListParser.Summary found) {
            if (table.size() > SpecimenTable.MOST) {
                return Optional.of(refusal(ErrorCode.LIST_TOO_LONG, ErrorCode.LIST_TOO_LONG.meaning()));
            }
            return table.size() > 0
                    ? Optional.empty()
                    : Optional.of(refusal(
                            ErrorCode.NOT_A_TABLE,
                            "None of the " + found.rows() + " rows is a specimen; the former list stays."));
        }

        private Rejected refusal(ErrorCode code, String detail) {
            return new Rejected(code, Location.WHOLE, null, detail, null);
        }

        private void lay(AcknowledgedSends sends, TakenList.Rejects rejects) throws IntakeException, IOException {
            table.begin();
            try (InputStream in = delivery.content().open()) {
                parser().read(in, new SpecimenListParser.Sink<IntakeException>() {
                    @Override
                    public Optional<ErrorCode> specimen(SpecimenRecord specimen) throws IntakeException {
                        byte[] value = specimen.toJson();
                        Outcome outcome = table.lay(specimen, value);
                        if (outcome == Outcome.TWICE) {
                            return Optional.of(ErrorCode.SPECIMEN_TWICE);
                        }
                        counts.merge(outcome, 1L, Long::sum);
                        if (outcome != Outcome.UNCHANGED) {
                            send(sends, Topic.SPECIMENS, specimen.key().getBytes(US_ASCII), value);
                        }
                        return Optional.empty();
                    }

                    @Override
                    public void rejected(Rejected each) throws IntakeException, IOException {
                        rejected++;
                        reject(each, sends, rejects);
                    }
                });
            }
            for (String key : table.left()) {
                send(sends, Topic.SPECIMENS, key.getBytes(US_ASCII), null);
                removed++;
            }
            Listing listing = new Listing(
                    list.name(),
                    list.title(),
                    delivery.name(),
                    delivery.arrived().toEpochMilli(),
                    count(Outcome.ADDED) + count(Outcome.CHANGED) + count(Outcome.UNCHANGED),
                    rejected);
            send(sends, Topic.SPECIMENS, listing.key(), listing.toJson());
        }

        private SpecimenListParser parser() {
            return new SpecimenListParser(list, catalog.rules());
        }

        private void reject(Rejected each, AcknowledgedSends sends, TakenList.Rejects rejects)
                throws IntakeException, IOException {
            byte[] json = RejectedRecord.of(transfer, list.name(), each).toJson();
            send(sends, Topic.REJECTED, RejectedRecord.key(transfer, each), json);
            rejects.write(json);
        }

        private void send(AcknowledgedSends sends, Topic to, byte[] key, byte[] value) throws IntakeException {
            sends.send(new ProducerRecord<>(to.name(prefix), key, value));
        }

        private SpecimenReceipt receipt(Optional<Rejected> refusal, boolean older, long rows) {
            return new SpecimenReceipt(
                    list.name(),
                    transfer.value(),
                    delivery.name(),
                    sha256,
                    delivery.arrived().toString(),
                    refusal.map(r -> r.code().code() + " " + r.detail()).orElse(null),
                    older,
                    rows,
                    count(Outcome.ADDED),
                    count(Outcome.CHANGED),
                    count(Outcome.UNCHANGED),
                    removed,
                    rejected);
        }

        private long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }
    }
}
