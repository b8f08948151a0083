package io.assayhub.ops;

import io.assayhub.command.CommandRecords;
import io.assayhub.command.DecisionRules;
import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Option;

/**
 * A decision of a person: written to {@link Topic#COMMANDS} with name and reason, then waited for until the ledger has
 * applied it. The same decision given again within {@link DecisionRules#ONE_PRESS} is sent under its first id, which the
 * ledger applies once; later it is a new decision.
 */
abstract class DecisionCommand extends OpsCommand {
    /** Clocks of the machines concerned may differ by so much. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "who decides")
    private String by;

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "the reason, kept with the decision; no subject data")
    private String why;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "the command's id, for callers that repeat it until it is done")
    private String id;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long to wait until it is applied (default: ${DEFAULT-VALUE})")
    private int wait;

    private final CommandRecord.Action action;

    DecisionCommand(Ops ops, CommandRecord.Action action) {
        super(ops);
        this.action = action;
    }

    /** What the decision is about. */
    abstract Target target(DecisionTargets targets);

    /** Until when it holds, or null. */
    String until() {
        return null;
    }

    @Override
    final int run(HubKafka kafka) {
        DecisionRules.problem(by, why, null).ifPresent(problem -> {
            throw new OpsException(problem);
        });
        if (id != null && !id.matches("[A-Za-z0-9._:-]{1,100}")) {
            throw new OpsException("--id has to be of letters, digits and . _ : -, at most 100.");
        }
        String until = until();
        Target target = target(new DecisionTargets(kafka));
        DecisionRules.problem(by, why, target.subject()).ifPresent(problem -> {
            throw new OpsException(problem);
        });
        Instant now = ops.clock().instant();
        CommandRecord command = earlier(
                kafka, DecisionRules.command(id, action, target, by.strip(), why.strip(), now, until), id != null);
        int partitions = kafka.partitions(Topic.COMMANDS);
        List<ProducerRecord<byte[], byte[]>> records =
                CommandRecords.of(command, target, kafka.shape().prefix(), partitions);
        send(kafka, records);
        int applied = applied(kafka, command, records.size());
        boolean done = applied >= records.size();
        try (Listing listing = new Listing(ops.out(), json)) {
            if (json) {
                listing.add(Listing.item(
                        "command", command.id(),
                        "action", action.text(),
                        "hold", target.hold(),
                        "observation", target.observation(),
                        "transfer", target.transfer(),
                        "feed", target.feed(),
                        "state", done ? "applied" : "given",
                        "applied", applied,
                        "partitions", records.size()));
            }
            listing.say(command.id() + "  " + action.text() + ": "
                    + (done
                            ? "applied."
                            : "given, not yet applied" + (applied > 0 ? " in all partitions" : "")
                                    + ". The ledger applies it when it runs."));
        }
        return 0;
    }

    /** The command given already when this is the same press, else the new one. */
    private static CommandRecord earlier(HubKafka kafka, CommandRecord now, boolean idGiven) {
        CommandRecord[] found = {now};
        kafka.read(Topic.COMMANDS, message -> {
            CommandRecord earlier = CommandRecord.fromJson(message.value());
            if (DecisionRules.isSamePress(earlier, now, idGiven)) {
                found[0] = earlier;
            }
            return true;
        });
        if (!found[0].action().equals(now.action())) {
            throw new OpsException("The id " + now.id() + " belongs to another command: "
                    + found[0].action().text() + ".");
        }
        return found[0];
    }

    private static void send(HubKafka kafka, List<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = kafka.producer()) {
            CommandRecords.send(producer, records);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException("Interrupted before the command was acknowledged; give it again.", e);
        }
    }

    /** In how many partitions the audit shows the command applied, at most {@code wanted}. */
    private int applied(HubKafka kafka, CommandRecord command, int wanted) {
        int[] count = new int[1];
        kafka.follow(Topic.AUDIT, Instant.parse(command.at()).minus(CLOCKS), Duration.ofSeconds(wait), message -> {
            if (AuditRecord.ACTION.equals(HubKafka.header(message, HeaderName.KIND))
                    && CommandRecord.fromJson(message.value()).id().equals(command.id())) {
                count[0]++;
            }
            return count[0] < wanted;
        });
        return count[0];
    }

    /** The words of a command that is about one thing or a whole transfer. */
    static Target oneOrTransfer(DecisionTargets targets, String named, String transfer, CommandRecord.Action action) {
        if ((named == null) == (transfer == null)) {
            throw new OpsException("Name what to " + action.text() + ": a key that ./hub holds shows, or --transfer.");
        }
        return transfer != null ? targets.transfer(transfer) : targets.waiting(named, action);
    }
}
