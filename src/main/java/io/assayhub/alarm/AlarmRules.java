package io.assayhub.alarm;

import io.assayhub.alarm.AlarmFigures.OfFeed;
import io.assayhub.alarm.AlarmFigures.OfInstance;
import io.assayhub.alarm.AlarmFigures.OfTopics;
import io.assayhub.alarm.AlarmFigures.Rejected;
import io.assayhub.alarm.AlarmFigures.Unbalanced;
import io.assayhub.alarm.AlarmFigures.Waiting;
import io.assayhub.alarm.Condition.Level;
import io.assayhub.config.AlarmConfig;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which conditions hold, by the figures of one look. */
final class AlarmRules {
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);
    private static final long MEBIBYTE = 1L << 20;

    private final AlarmConfig config;

    AlarmRules(AlarmConfig config) {
        this.config = config;
    }

    /** Those that hold or remain, each key once; one that is not among them is away, or not known if its figures are not. */
    List<Condition> conditions(AlarmFigures figures, Instant now) {
        List<Condition> all = new ArrayList<>();
        figures.topics().ifPresent(topics -> ofTopics(topics, now, all));
        ofInstance(figures.instance(), all);
        return all;
    }

    private void ofTopics(OfTopics topics, Instant now, List<Condition> all) {
        topics.unbalanced().forEach(u -> all.add(books(u)));
        topics.feeds().stream()
                .filter(f -> now.isAfter(f.due().plus(config.overdueAfter())))
                .forEach(f -> all.add(overdue(f)));
        for (Waiting waiting : topics.waiting()) {
            safety(waiting).ifPresent(all::add);
            holds(waiting).ifPresent(all::add);
        }
        topics.rejected().forEach(r -> rejects(r).ifPresent(all::add));
    }

    private static Condition books(Unbalanced unbalanced) {
        return new Condition(
                AlarmKey.of(AlarmName.BOOKS, unbalanced.feed()),
                Level.RAISES,
                Optional.of(unbalanced.first()),
                Optional.of(unbalanced.last()),
                "The books of " + counted(unbalanced.count(), "transfer") + " of " + unbalanced.feed()
                        + " do not balance");
    }

    private static Condition overdue(OfFeed feed) {
        return new Condition(
                AlarmKey.of(AlarmName.OVERDUE, feed.feed()),
                Level.RAISES,
                Optional.of(feed.due()),
                Optional.empty(),
                feed.feed() + " has not sent, though it was due at " + feed.due());
    }

    private static Optional<Condition> safety(Waiting waiting) {
        return waiting.safety()
                .map(safety -> new Condition(
                        key(AlarmName.SAFETY, waiting),
                        Level.RAISES,
                        Optional.of(safety.first()),
                        Optional.of(safety.last()),
                        counted(safety.count(), "held result") + of(waiting)
                                + (safety.count() == 1 ? " matches" : " match") + " a safety rule (" + waiting.reason()
                                + ")"));
    }

    private static Optional<Condition> holds(Waiting waiting) {
        if (waiting.overdue() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Condition(
                key(AlarmName.HOLDS, waiting),
                Level.RAISES,
                Optional.of(waiting.oldest()),
                Optional.empty(),
                counted(waiting.overdue(), "result") + of(waiting)
                        + (waiting.overdue() == 1 ? " waits longer than it may (" : " wait longer than they may (")
                        + waiting.reason()
                        + ")"));
    }

    private Optional<Condition> rejects(Rejected rejected) {
        if (rejected.entries() == 0) {
            return Optional.empty();
        }
        BigDecimal hundredfold = BigDecimal.valueOf(rejected.rejected()).multiply(PERCENT);
        BigDecimal entries = BigDecimal.valueOf(rejected.entries());
        boolean raises = hundredfold.compareTo(config.rejectShare().raise().multiply(entries)) > 0;
        boolean remains = hundredfold.compareTo(config.rejectShare().clear().multiply(entries)) > 0;
        return level(raises, remains)
                .map(level -> new Condition(
                        AlarmKey.of(AlarmName.REJECTS, rejected.feed()),
                        level,
                        Optional.of(rejected.first()),
                        Optional.empty(),
                        rejected.rejected() + " of the last " + rejected.entries() + " entries of " + rejected.feed()
                                + (rejected.rejected() == 1 ? " was" : " were") + " rejected"));
    }

    private void ofInstance(OfInstance instance, List<Condition> all) {
        if (!instance.ledgerRuns()) {
            all.add(here(AlarmName.LEDGER, Level.RAISES, "The ledger of this instance takes no records"));
        }
        instance.lag()
                .flatMap(lag -> level(
                                lag >= config.indexLag().raise(),
                                lag > config.indexLag().clear())
                        .map(level -> here(AlarmName.INDEX, level, "The index is " + lag + " records behind Kafka")))
                .ifPresent(all::add);
        long free = instance.freeBytes();
        level(free < config.diskFree().raise(), free < config.diskFree().clear())
                .map(level ->
                        here(AlarmName.DISK, level, free / MEBIBYTE + " MiB are left for the data of this instance"))
                .ifPresent(all::add);
    }

    private static Condition here(AlarmName name, Level level, String summary) {
        return new Condition(AlarmKey.of(name), level, Optional.empty(), Optional.empty(), summary);
    }

    private static Optional<Level> level(boolean raises, boolean remains) {
        return raises ? Optional.of(Level.RAISES) : remains ? Optional.of(Level.REMAINS) : Optional.empty();
    }

    private static AlarmKey key(AlarmName name, Waiting waiting) {
        return new AlarmKey(name, waiting.feed(), Optional.of(waiting.reason()));
    }

    private static String of(Waiting waiting) {
        return waiting.feed().map(feed -> " of " + feed).orElse("");
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
