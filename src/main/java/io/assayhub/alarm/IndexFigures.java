package io.assayhub.alarm;

import io.assayhub.alarm.AlarmFigures.OfFeed;
import io.assayhub.alarm.AlarmFigures.OfInstance;
import io.assayhub.alarm.AlarmFigures.OfTopics;
import io.assayhub.alarm.AlarmFigures.Rejected;
import io.assayhub.alarm.AlarmFigures.Safety;
import io.assayhub.alarm.AlarmFigures.Unbalanced;
import io.assayhub.alarm.AlarmFigures.Waiting;
import io.assayhub.config.AlarmConfig;
import io.assayhub.index.AlarmQueries;
import io.assayhub.index.FigureQueries.Feed;
import io.assayhub.index.HubIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the figures of each look from the index and the instance. For one thread. */
final class IndexFigures implements Supplier<AlarmFigures> {
    private static final Duration REJECTS_WITHIN = Duration.ofHours(1);
    private static final Duration REJECTS_MATTER = Duration.ofDays(1);

    private final Watched watched;
    private final Clock clock;
    private final Filling filling;

    IndexFigures(Watched watched, AlarmConfig config, Clock clock) {
        this.watched = watched;
        this.clock = clock;
        this.filling = new Filling(config, clock.instant());
    }

    /** @throws java.io.UncheckedIOException if the index cannot be read */
    @Override
    public AlarmFigures get() {
        HubIndex index = watched.index();
        long lag = index.lag().values().stream().mapToLong(Long::longValue).sum();
        filling.look(lag, index.isCaughtUp(), clock.instant());
        return new AlarmFigures(
                filling.areTopicsKnown() ? Optional.of(topics(index)) : Optional.empty(),
                new OfInstance(
                        filling.isLagJudged() ? Optional.of(lag) : Optional.empty(),
                        watched.isLedgerRunning(),
                        watched.freeBytes()));
    }

    private OfTopics topics(HubIndex index) {
        AlarmQueries queries = index.alarms();
        List<Feed> feeds = index.figures().feeds();
        long yesterday = clock.instant().minus(REJECTS_MATTER).toEpochMilli();
        return new OfTopics(
                feeds.stream().flatMap(f -> due(f).stream()).toList(),
                queries.unbalanced().stream()
                        .map(u -> new Unbalanced(
                                u.feed(),
                                u.count(),
                                Instant.ofEpochMilli(u.firstMs()),
                                Instant.ofEpochMilli(u.lastMs())))
                        .toList(),
                queries.waiting().stream().map(IndexFigures::waiting).toList(),
                feeds.stream()
                        .flatMap(f -> queries.rejected(f.feed(), yesterday, REJECTS_WITHIN.toMillis()).stream())
                        .map(r -> new Rejected(r.feed(), r.entries(), r.rejected(), Instant.ofEpochMilli(r.firstMs())))
                        .toList());
    }

    private Optional<OfFeed> due(Feed feed) {
        return feed.lastMs() == null
                ? Optional.empty()
                : watched.interval(feed.feed())
                        .map(every -> new OfFeed(
                                feed.feed(), Instant.ofEpochMilli(feed.lastMs()).plus(every)));
    }

    private static Waiting waiting(AlarmQueries.Waiting of) {
        return new Waiting(
                Optional.of(of.feed()).filter(feed -> !feed.isEmpty()),
                of.reason(),
                of.overdue(),
                Instant.ofEpochMilli(of.oldestMs()),
                of.safety() == 0
                        ? Optional.empty()
                        : Optional.of(new Safety(
                                of.safety(),
                                Instant.ofEpochMilli(of.firstSafetyMs()),
                                Instant.ofEpochMilli(of.lastSafetyMs()))));
    }
}
