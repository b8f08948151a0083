package io.assayhub.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.alarm.AlarmFigures.OfFeed;
import io.assayhub.alarm.AlarmFigures.OfInstance;
import io.assayhub.alarm.AlarmFigures.OfTopics;
import io.assayhub.alarm.AlarmFigures.Rejected;
import io.assayhub.alarm.AlarmFigures.Safety;
import io.assayhub.alarm.AlarmFigures.Unbalanced;
import io.assayhub.alarm.AlarmFigures.Waiting;
import io.assayhub.alarm.Condition.Level;
import io.assayhub.config.AlarmConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant EARLIER = NOW.minus(Duration.ofDays(20));
    private static final OfInstance WELL = new OfInstance(Optional.of(0L), true, 1L << 50);
    private static final long MEBIBYTE = 1L << 20;

    private final AlarmRules rules = new AlarmRules(new AlarmConfig(URI.create("https://example.org/")));

    private List<Condition> of(OfTopics topics) {
        return rules.conditions(new AlarmFigures(Optional.of(topics), WELL), NOW);
    }

    private List<Condition> of(OfInstance instance) {
        return rules.conditions(new AlarmFigures(Optional.empty(), instance), NOW);
    }

    private List<Condition> waiting(Waiting waiting) {
        return of(new OfTopics(List.of(), List.of(), List.of(waiting), List.of()));
    }

    private List<Condition> rejected(long entries, long rejected) {
        return of(new OfTopics(
                List.of(), List.of(), List.of(), List.of(new Rejected("central-pk", entries, rejected, EARLIER))));
    }

    @Test
    void aHubThatIsWellHasNoConditions() {
        assertThat(of(new OfTopics(
                        List.of(new OfFeed("central-pk", NOW.plusSeconds(1))), List.of(), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void booksThatDoNotBalanceAreToldByFeed() {
        assertThat(of(new OfTopics(
                        List.of(), List.of(new Unbalanced("central-pk", 2, EARLIER, NOW)), List.of(), List.of())))
                .containsExactly(new Condition(
                        AlarmKey.of(AlarmName.BOOKS, "central-pk"),
                        Level.RAISES,
                        Optional.of(EARLIER),
                        Optional.of(NOW),
                        "The books of 2 transfers of central-pk do not balance"));
    }

    @Test
    void aFeedIsOverdueADayAfterItWasDue() {
        Instant due = NOW.minus(Duration.ofDays(1));
        assertThat(of(new OfTopics(
                        List.of(new OfFeed("in-time", due), new OfFeed("late", due.minusMillis(1))),
                        List.of(),
                        List.of(),
                        List.of())))
                .containsExactly(new Condition(
                        AlarmKey.of(AlarmName.OVERDUE, "late"),
                        Level.RAISES,
                        Optional.of(due.minusMillis(1)),
                        Optional.empty(),
                        "late has not sent, though it was due at 2026-03-01T07:59:59.999Z"));
    }

    @Test
    void aSafetyResultAndAnOldHoldAreTwoConditions() {
        Waiting waiting = new Waiting(
                Optional.of("central-pk"),
                "unknown-subject",
                3,
                EARLIER,
                Optional.of(new Safety(1, NOW.minusSeconds(2), NOW.minusSeconds(1))));
        assertThat(waiting(waiting))
                .containsExactly(
                        new Condition(
                                new AlarmKey(
                                        AlarmName.SAFETY, Optional.of("central-pk"), Optional.of("unknown-subject")),
                                Level.RAISES,
                                Optional.of(NOW.minusSeconds(2)),
                                Optional.of(NOW.minusSeconds(1)),
                                "1 held result of central-pk matches a safety rule (unknown-subject)"),
                        new Condition(
                                new AlarmKey(
                                        AlarmName.HOLDS, Optional.of("central-pk"), Optional.of("unknown-subject")),
                                Level.RAISES,
                                Optional.of(EARLIER),
                                Optional.empty(),
                                "3 results of central-pk wait longer than they may (unknown-subject)"));
    }

    @Test
    void whatWaitsAsItMayIsNoCondition() {
        assertThat(waiting(new Waiting(Optional.empty(), "unknown-subject", 0, EARLIER, Optional.empty())))
                .isEmpty();
    }

    @Test
    void aMatterOfNoFeedIsToldWithoutOne() {
        assertThat(waiting(new Waiting(Optional.empty(), "AH-0510", 1, EARLIER, Optional.empty())))
                .extracting(Condition::summary)
                .containsExactly("1 result waits longer than it may (AH-0510)");
    }

    @Test
    void manyRejectsRaiseAboveOneThresholdAndRemainAboveTheOther() {
        assertThat(rejected(100, 11))
                .containsExactly(new Condition(
                        AlarmKey.of(AlarmName.REJECTS, "central-pk"),
                        Level.RAISES,
                        Optional.of(EARLIER),
                        Optional.empty(),
                        "11 of the last 100 entries of central-pk were rejected"));
        assertThat(rejected(100, 10)).extracting(Condition::level).containsExactly(Level.REMAINS);
        assertThat(rejected(100, 6)).extracting(Condition::level).containsExactly(Level.REMAINS);
        assertThat(rejected(100, 5)).isEmpty();
        assertThat(rejected(1, 1))
                .extracting(Condition::summary)
                .containsExactly("1 of the last 1 entries of central-pk was rejected");
        assertThat(rejected(0, 0)).isEmpty();
    }

    @Test
    void theInstanceIsToldOfWithoutAFeed() {
        assertThat(of(new OfInstance(Optional.of(100_000L), false, 4_999 * MEBIBYTE)))
                .extracting(Condition::key, Condition::level, Condition::summary)
                .containsExactly(
                        tuple(
                                AlarmKey.of(AlarmName.LEDGER),
                                Level.RAISES,
                                "The ledger of this instance takes no records"),
                        tuple(AlarmKey.of(AlarmName.INDEX), Level.RAISES, "The index is 100000 records behind Kafka"),
                        tuple(
                                AlarmKey.of(AlarmName.DISK),
                                Level.RAISES,
                                "4999 MiB are left for the data of this instance"));
    }

    @Test
    void betweenTheThresholdsTheInstancesFiguresRemain() {
        assertThat(of(new OfInstance(Optional.of(99_999L), true, 5_000 * MEBIBYTE)))
                .extracting(Condition::level)
                .containsExactly(Level.REMAINS, Level.REMAINS);
        assertThat(of(new OfInstance(Optional.of(10_000L), true, 10_000 * MEBIBYTE)))
                .isEmpty();
    }

    @Test
    void anIndexThatIsBeingFilledIsNotJudged() {
        assertThat(of(new OfInstance(Optional.empty(), true, 1L << 50))).isEmpty();
    }
}
