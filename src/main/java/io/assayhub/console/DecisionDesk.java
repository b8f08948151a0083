package io.assayhub.console;

import io.assayhub.command.CommandRecords;
import io.assayhub.command.DecisionRules;
import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.CommandRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives decisions to the ledger. The same one pressed twice within some minutes is the same command. */
final class DecisionDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionDesk.class);
    private static final int REMEMBERED = 10_000;

    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final int partitions;
    private final Clock clock;
    private final Deque<CommandRecord> recent = new ArrayDeque<>();

    DecisionDesk(Producer<byte[], byte[]> producer, String prefix, int partitions, Clock clock) {
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** What speaks against a decision in this name and for this reason, if anything does. */
    static Optional<String> problem(String by, String why, String subject) {
        return DecisionRules.problem("Your name", by, "The reason", why, subject);
    }

    /**
     * Stores a decision in Kafka; the ledger applies it when it comes to it.
     *
     * @param until for {@link CommandRecord.Action#SNOOZE}, else null
     * @return whether Kafka has it; if not, it can be given again
     */
    boolean give(CommandRecord.Action action, Target target, String by, String why, Instant until) {
        CommandRecord command = remembered(DecisionRules.command(
                null, action, target, by, why, clock.instant(), until == null ? null : until.toString()));
        return send(command, CommandRecords.of(command, target, prefix, partitions));
    }

    /**
     * Records that a route is switched.
     *
     * @param route {@code instance/route}
     * @return whether Kafka has it
     */
    boolean giveAboutRoute(CommandRecord.Action action, String route, String by, String why) {
        CommandRecord command = DecisionRules.aboutRoute(action, route, by, why, clock.instant());
        return send(command, List.of(CommandRecords.aboutRoute(command, prefix)));
    }

    private boolean send(CommandRecord command, List<ProducerRecord<byte[], byte[]>> records) {
        try {
            CommandRecords.send(producer, records);
            LOG.atInfo()
                    .addKeyValue("action", command.action().text())
                    .addKeyValue("command", command.id())
                    .log("A decision was given in the console");
            return true;
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("command", command.id()).setCause(e).log("A decision was not stored");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether a decision about this hold, Observation or transfer was given a moment ago, and by whom. */
    synchronized Optional<String> givenAbout(String hold, String observation, String transfer) {
        Instant since = clock.instant().minus(Duration.ofMinutes(2));
        return recent.stream()
                .filter(c -> Instant.parse(c.at()).isAfter(since))
                .filter(c -> isSame(c.hold(), hold)
                        || isSame(c.observation(), observation)
                        || isSame(c.transfer(), transfer))
                .map(c -> c.action().text() + " by " + c.by())
                .findFirst();
    }

    private static boolean isSame(String one, String other) {
        return one != null && one.equals(other);
    }

    private synchronized CommandRecord remembered(CommandRecord now) {
        for (CommandRecord earlier : recent) {
            if (DecisionRules.isSamePress(earlier, now, false)) {
                return earlier;
            }
        }
        recent.addFirst(now);
        if (recent.size() > REMEMBERED) {
            recent.removeLast();
        }
        return now;
    }
}
