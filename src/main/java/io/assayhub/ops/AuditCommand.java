package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.AuditBundle;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an inspector is given (21 CFR 11.10(e); ALCOA+). */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "export",
        description = "The audit trail: what an inspector is given of a subject or a transfer.")
final class AuditCommand {
    /** The words that a trail may be written in. */
    enum Form {
        document,
        fhir
    }

    /** Exactly one of these. */
    static final class Of {
        @Option(names = "--subject", paramLabel = "STUDY/SUBJECT", description = "every result of a subject")
        private String subject;

        @Option(names = "--transfer", paramLabel = "TRANSFER", description = "every result that a transfer brought")
        private String transfer;
    }

    /** Writes one trail. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Write the history of a subject's or a transfer's results: every version, how held results ended, and",
                "every decision with who, when and why. Exit code: 0 written; 1 nothing is known of it, or could not run."
            })
    static final class Export implements Callable<Integer> {
        private final Ops ops;

        @Mixin
        private ConfigOption configuration;

        @ArgGroup(multiplicity = "1")
        private Of of;

        @Option(
                names = "--as",
                paramLabel = "FORM",
                defaultValue = "document",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
        private Form form;

        @Option(names = "--out", paramLabel = "FILE", description = "a file instead of standard output")
        private Path out;

        Export(Ops ops) {
            this.ops = ops;
        }

        @Override
        public Integer call() {
            HubConfig config = configuration.read(ops.home());
            try (HubKafka kafka = HubKafka.of(config)) {
                try {
                    return write(kafka, config);
                } catch (KafkaException e) {
                    throw kafka.explained(e);
                }
            }
        }

        private int write(HubKafka kafka, HubConfig config) {
            ReceiptIndex receipts = ReceiptIndex.read(kafka);
            AuditTrail trail = new AuditTrail(
                    of.subject != null ? "subject " + of.subject : "transfer " + of.transfer, config.fhirBase());
            Set<String> commands = new HashSet<>();
            boolean[] any = {false};
            kafka.read(Topic.AUDIT, message -> {
                if (isWanted(message)) {
                    any[0] |= add(trail, receipts, message, commands);
                }
                return true;
            });
            if (!any[0]) {
                throw new OpsException("Nothing on the audit is of "
                        + Listing.printable(of.subject != null ? of.subject : of.transfer)
                        + ". A subject is named as STUDY/SUBJECT, with its canonical number.");
            }
            print(form == Form.fhir ? trail.fhir() : trail.document());
            return 0;
        }

        private boolean isWanted(ConsumerRecord<byte[], byte[]> message) {
            if (of.subject != null) {
                return HubKafka.key(message).equals(of.subject);
            }
            return of.transfer.equals(HubKafka.header(message, HeaderName.TRANSFER))
                    || (AuditRecord.ACTION.equals(HubKafka.header(message, HeaderName.KIND))
                            && of.transfer.equals(
                                    CommandRecord.fromJson(message.value()).transfer()));
        }

        private static boolean add(
                AuditTrail trail, ReceiptIndex receipts, ConsumerRecord<byte[], byte[]> message, Set<String> commands) {
            String kind = HubKafka.header(message, HeaderName.KIND);
            String id = HubKafka.header(message, HeaderName.ID);
            String from = from(receipts, message);
            if (AuditRecord.VERSION.equals(kind)) {
                AuditBundle bundle = AuditBundle.parse(message.value());
                trail.add(new AuditTrail.Event(
                        bundle.recorded()
                                .orElseGet(() -> Instant.ofEpochMilli(message.timestamp())
                                        .toString()),
                        HubKafka.header(message, HeaderName.OUTCOME),
                        id,
                        HubKafka.header(message, HeaderName.VERSION),
                        HubKafka.header(message, HeaderName.STATUS),
                        bundle.verifier().orElse(AuditTrail.HUB),
                        bundle.reason().orElse(null),
                        from,
                        bundle.root(),
                        null));
                return true;
            }
            if (AuditRecord.ENDED.equals(kind)) {
                AuditRecord.Ended ended = AuditRecord.Ended.fromJson(message.value());
                trail.add(new AuditTrail.Event(
                        ended.at(),
                        ended.outcome(),
                        id,
                        null,
                        null,
                        ended.by() == null ? AuditTrail.HUB : ended.by(),
                        ended.why() == null ? "was held: " + ended.reason() : ended.why(),
                        from,
                        null,
                        ended.command() == null ? ended.hold() : ended.command()));
                return true;
            }
            CommandRecord command = CommandRecord.fromJson(message.value());
            // A decision about a transfer is applied once in every partition.
            if (!commands.add(command.id())) {
                return false;
            }
            trail.add(new AuditTrail.Event(
                    command.at(),
                    command.action().text(),
                    command.observation(),
                    null,
                    null,
                    command.by().equals(CommandRecord.HUB) ? AuditTrail.HUB : command.by(),
                    command.why(),
                    command.hold(),
                    null,
                    command.id()));
            return true;
        }

        private static String from(ReceiptIndex receipts, ConsumerRecord<byte[], byte[]> message) {
            String transfer = HubKafka.header(message, HeaderName.TRANSFER);
            if (transfer == null) {
                return null;
            }
            String file = receipts.get(transfer)
                    .map(Receipt::manifest)
                    .map(manifest -> manifest.feed() + " " + manifest.delivery())
                    .orElse("transfer " + transfer);
            return file + ", entry " + HubKafka.header(message, HeaderName.ENTRY);
        }

        private void print(String text) {
            if (out == null) {
                PrintStream to = ops.out();
                to.print(text);
                to.flush();
                return;
            }
            try {
                Files.writeString(out, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
