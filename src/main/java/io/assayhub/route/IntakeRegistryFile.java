package io.assayhub.route;

import io.assayhub.config.RegistryConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.registry.RegistryFileParser;
import io.assayhub.registry.RegistryReceipt;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.registry.SubjectTable.Applied;
import io.assayhub.registry.SubjectTable.Outcome;
import io.assayhub.wire.RejectedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one table of a registry from disk to the subjects' topic. Its bytes go nowhere else. */
public final class IntakeRegistryFile {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeRegistryFile.class);

    private final SubjectIntake intake;
    private final RegistryCatalog catalog;
    private final DropFolders folders;

    public IntakeRegistryFile(SubjectIntake intake, RegistryCatalog catalog, DropFolders folders) {
        this.intake = intake;
        this.catalog = catalog;
        this.folders = folders;
    }

    /** Whether a delivery lies in the folder of a registry. */
    boolean isFor(Delivery delivery) {
        return catalog.registry(delivery.feed()).isPresent();
    }

    /** Returns what was taken when Kafka has acknowledged everything. */
    TakenList take(Delivery delivery) throws IntakeException, IOException {
        RegistryConfig registry = catalog.registry(delivery.feed()).orElseThrow();
        String sha256 = TakenList.sha256(delivery);
        TransferId transfer = new TransferId(
                Hash128.ofSha256(String.join("\u001f", registry.name(), delivery.name(), sha256, registry.digest()))
                        .hex());
        Reading reading = new Reading(delivery, registry, transfer);
        int written = intake.take(transfer, registry.name(), reading::run);
        RegistryReceipt receipt = reading.receipt(sha256);
        if (!receipt.identifying().isEmpty()) {
            IntakeSubjects.warnOfIdentifyingData(registry.name(), transfer, receipt.identifying());
        }
        LOG.atInfo()
                .addKeyValue("registry", registry.name())
                .addKeyValue("transfer", transfer)
                .addKeyValue("rows", receipt.rows())
                .addKeyValue("written", written)
                .addKeyValue("rejected", receipt.rejected())
                .addKeyValue("refusal", receipt.refusal() == null ? "none" : "refused")
                .log("A registry file was taken in");
        return new TakenList(receipt, receipt.refusal() != null);
    }

    /** One attempt at one file. */
    private final class Reading {
        private final Delivery delivery;
        private final RegistryConfig registry;
        private final TransferId transfer;
        private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        private RegistryFileParser.Summary summary;
        private long aliases;

        private Reading(Delivery delivery, RegistryConfig registry, TransferId transfer) {
            this.delivery = delivery;
            this.registry = registry;
            this.transfer = transfer;
        }

        private void run(SubjectIntake.Batch batch) throws IntakeException, IOException {
            RegistryFileParser parser = new RegistryFileParser(
                    registry, catalog.rules(), delivery.arrived().toEpochMilli());
            try (InputStream in = delivery.content().open();
                    TakenList.Rejects list = new TakenList.Rejects(folders.rejectsOf(delivery))) {
                summary = parser.read(in, new RegistryFileParser.Sink<IntakeException>() {
                    @Override
                    public void registration(Registration registration) throws IOException, IntakeException {
                        Applied applied = batch.apply(registration);
                        counts.merge(applied.outcome(), 1L, Long::sum);
                        aliases += applied.aliases();
                        for (Rejected problem : applied.problems()) {
                            reject(batch, list, problem);
                        }
                    }

                    @Override
                    public void rejected(Rejected rejected) throws IOException, IntakeException {
                        counts.merge(Outcome.REJECTED, 1L, Long::sum);
                        reject(batch, list, rejected);
                    }
                });
                if (summary.refusal().isPresent()) {
                    reject(batch, list, summary.refusal().get());
                }
                for (String column : summary.identifying()) {
                    batch.reject(IntakeSubjects.identifying(column, ErrorCode.IDENTIFYING_DATA.meaning()));
                }
            }
        }

        /** Published, and listed for the sender without what the cell held: the list stays on disk. */
        private void reject(SubjectIntake.Batch batch, TakenList.Rejects list, Rejected rejected)
                throws IOException, IntakeException {
            batch.reject(rejected);
            list.write(RejectedRecord.of(transfer, registry.name(), rejected).toJson());
        }

        private RegistryReceipt receipt(String sha256) {
            Optional<Rejected> refusal = summary.refusal();
            return new RegistryReceipt(
                    registry.name(),
                    transfer.value(),
                    delivery.name(),
                    sha256,
                    delivery.arrived().toString(),
                    refusal.map(r -> r.code().code() + " " + r.detail()).orElse(null),
                    summary.rows(),
                    count(Outcome.REGISTERED),
                    count(Outcome.CHANGED),
                    count(Outcome.UNCHANGED),
                    count(Outcome.OLDER),
                    count(Outcome.REJECTED),
                    aliases,
                    summary.identifying());
        }

        private long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }
    }
}
