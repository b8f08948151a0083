package io.assayhub.alarm;

import io.assayhub.alarm.AlarmState.Notice;
import io.assayhub.alarm.AlarmState.Word;
import io.assayhub.config.AlarmConfig;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the hub's figures every so often and tells the configured receiver what needs a person, until it is closed. */
public final class AlarmWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int CLOSING_SECONDS = 5;

    private final AlarmConfig config;
    private final String environment;
    private final String instance;
    private final Supplier<AlarmFigures> figures;
    private final Clock clock;
    private final AlarmRules rules;
    private final AlarmStates states;
    private final ScheduledExecutorService thread;
    private final AlarmSender sender;
    private final Map<String, Alarm> byEpisode = new LinkedHashMap<>();
    private volatile List<Alarm> raised = List.of();
    private boolean blind;

    AlarmWatch(
            AlarmConfig config,
            String environment,
            String instance,
            Supplier<AlarmFigures> figures,
            Clock clock,
            Duration firstPause) {
        this.config = config;
        this.environment = environment;
        this.instance = instance;
        this.figures = figures;
        this.clock = clock;
        this.rules = new AlarmRules(config);
        this.states = new AlarmStates(config);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "alarms");
            named.setDaemon(true);
            return named;
        });
        this.sender = new AlarmSender(config, thread, firstPause);
    }

    /**
     * Begins to look.
     *
     * @param environment prefix of the hub's topics
     * @param instance name of this instance
     */
    public static AlarmWatch start(
            AlarmConfig config, String environment, String instance, Watched watched, Clock clock) {
        AlarmWatch watch = new AlarmWatch(
                config, environment, instance, new IndexFigures(watched, config, clock), clock, FIRST_PAUSE);
        watch.start();
        return watch;
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::look, config.every().toMillis(), config.every().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * What was told last of each alarm that is raised and not cleared, the oldest first. For any thread. Those without a
     * feed are of the instance; a reader who may not see a blinded feed may not see its alarms.
     */
    public List<Alarm> raised() {
        return raised;
    }

    private void look() {
        try {
            Instant now = clock.instant();
            AlarmFigures seen = figures.get();
            blind = false;
            List<Notice> notices =
                    states.look(rules.conditions(seen, now), seen.topics().isPresent(), now);
            notices.forEach(notice -> tell(notice, now));
        } catch (UncheckedIOException e) {
            if (!blind) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("The figures for alarms cannot be read; tried again at each look");
            }
            blind = true;
        } catch (RuntimeException e) {
            // Thrown, it would end all further looks without a word.
            LOG.atError().setCause(e).log("A look for alarms failed; tried again at the next one");
        }
    }

    private void tell(Notice notice, Instant now) {
        Alarm alarm = Alarm.of(notice, now, environment, instance);
        if (notice.word() == Word.CLEARED) {
            byEpisode.remove(alarm.episode());
        } else {
            byEpisode.put(alarm.episode(), alarm);
        }
        raised = List.copyOf(byEpisode.values());
        LOG.atWarn()
                .addKeyValue("code", alarm.code())
                .addKeyValue("state", alarm.state())
                .addKeyValue("feed", Objects.requireNonNullElse(alarm.feed(), ""))
                .addKeyValue("reason", Objects.requireNonNullElse(alarm.reason(), ""))
                .log("An alarm is told");
        sender.send(alarm);
    }

    /** Alarms that were not taken by then are told again after the next start, if they still hold. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The look for alarms did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
