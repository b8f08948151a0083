package io.assayhub.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.alarm.AlarmState.Notice;
import io.assayhub.alarm.AlarmState.Word;
import io.assayhub.alarm.Condition.Level;
import io.assayhub.config.AlarmConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From look to look, with the times of the defaults: raised after 1 m, cleared after 5 m, repeated every 4 h. */
class AlarmStatesTest {
    private static final Clock START = Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC);
    private static final AlarmConfig DEFAULTS = new AlarmConfig(URI.create("https://example.org/"));
    private static final AlarmKey LATE = AlarmKey.of(AlarmName.OVERDUE, "central-pk");
    private static final AlarmKey SAFETY = AlarmKey.of(AlarmName.SAFETY, "central-pk");
    private static final AlarmKey DISK = AlarmKey.of(AlarmName.DISK);

    private final List<Notice> told = new ArrayList<>();
    private AlarmStates states = new AlarmStates(DEFAULTS);

    private static Instant at(String time) {
        return START.instant().plus(Duration.parse("PT" + time));
    }

    private static Condition holds(AlarmKey key) {
        return new Condition(key, Level.RAISES, Optional.empty(), Optional.empty(), "it is so");
    }

    private static Condition remains(AlarmKey key) {
        return new Condition(key, Level.REMAINS, Optional.empty(), Optional.empty(), "it is nearly so");
    }

    private static Condition since(AlarmKey key, String since) {
        return new Condition(key, Level.RAISES, Optional.of(at(since)), Optional.empty(), "it is so");
    }

    private static Condition newest(AlarmKey key, String newest) {
        return new Condition(key, Level.RAISES, Optional.of(at("-1H")), Optional.of(at(newest)), "it is so");
    }

    private void look(String time, Condition... conditions) {
        told.addAll(states.look(List.of(conditions), true, at(time)));
    }

    private void lookWithoutTopics(String time, Condition... conditions) {
        told.addAll(states.look(List.of(conditions), false, at(time)));
    }

    private List<Word> words() {
        return told.stream().map(Notice::word).toList();
    }

    @Test
    void isRaisedWhenItHasHeldLongEnough() {
        look("0S", holds(LATE));
        look("59S", holds(LATE));
        assertThat(told).isEmpty();
        look("60S", holds(LATE));
        assertThat(told)
                .containsExactly(new Notice(new AlarmState.Episode(LATE, at("0S")), Word.RAISED, "", "it is so"));
    }

    @Test
    void whatCannotWaitIsRaisedAtTheFirstLook() {
        look("0S", holds(SAFETY), holds(LATE), holds(AlarmKey.of(AlarmName.BOOKS, "central-pk")));
        assertThat(told)
                .extracting(notice -> notice.episode().key().name())
                .containsExactly(AlarmName.SAFETY, AlarmName.BOOKS);
    }

    @Test
    void whatWaitsForTheGateIsNotRaisedAtTheFirstLook() {
        AlarmKey gated = new AlarmKey(AlarmName.SAFETY, Optional.of("central-pk"), Optional.of("awaiting-verdict"));
        look("0S", holds(gated));
        look("59S", holds(gated));
        assertThat(told).isEmpty();
        look("1M", holds(gated));
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void whatIsGoneBeforeItIsRaisedBeginsAnew() {
        look("0S", holds(LATE));
        look("50S");
        look("60S", holds(LATE));
        look("110S", holds(LATE));
        assertThat(told).isEmpty();
        look("120S", holds(LATE));
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void betweenTheThresholdsNothingIsRaised() {
        look("0S", remains(DISK));
        look("10M", remains(DISK));
        look("11M", holds(DISK));
        look("11M30S", remains(DISK));
        look("12M", holds(DISK));
        assertThat(told).isEmpty();
        look("13M", holds(DISK));
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void betweenTheThresholdsNothingIsCleared() {
        look("0S", holds(DISK));
        look("1M", holds(DISK));
        look("2M", remains(DISK));
        look("1H", remains(DISK));
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void isClearedWhenItHasBeenAwayLongEnough() {
        look("0S", holds(LATE));
        look("1M", holds(LATE));
        look("2M");
        look("6M59S");
        assertThat(words()).containsExactly(Word.RAISED);
        look("7M");
        assertThat(words()).containsExactly(Word.RAISED, Word.CLEARED);
        assertThat(told.get(1))
                .isEqualTo(new Notice(new AlarmState.Episode(LATE, at("0S")), Word.CLEARED, "", "it is so"));
        look("8M");
        assertThat(told).hasSize(2);
    }

    @Test
    void whatComesAndGoesIsToldOnce() {
        look("0S", holds(SAFETY));
        for (int minute = 1; minute < 60; minute++) {
            if (minute % 3 == 0) {
                look(minute + "M", holds(SAFETY));
            } else {
                look(minute + "M");
            }
        }
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void betweenTheThresholdsTheTimeAwayBeginsAnew() {
        look("0S", holds(DISK));
        look("1M", holds(DISK));
        look("2M");
        look("6M", remains(DISK));
        look("7M");
        look("11M59S");
        assertThat(words()).containsExactly(Word.RAISED);
        look("12M");
        assertThat(words()).containsExactly(Word.RAISED, Word.CLEARED);
    }

    @Test
    void aSecondTimeIsAnotherEpisode() {
        look("0S", holds(SAFETY));
        look("1M");
        look("6M");
        look("7M", holds(SAFETY));
        assertThat(words()).containsExactly(Word.RAISED, Word.CLEARED, Word.RAISED);
        assertThat(told.get(2).episode()).isNotEqualTo(told.get(0).episode());
    }

    @Test
    void isRepeatedByTheTimeSinceItBegan() {
        look("0S", since(LATE, "-3H"));
        look("1M", since(LATE, "-3H"));
        look("59M59S", since(LATE, "-3H"));
        assertThat(words()).containsExactly(Word.RAISED);
        look("1H", since(LATE, "-3H"));
        look("1H1M", since(LATE, "-3H"));
        look("5H", since(LATE, "-3H"));
        assertThat(words()).containsExactly(Word.RAISED, Word.REPEATED, Word.REPEATED);
        assertThat(told).extracting(Notice::occurrence).containsExactly("", "still-1", "still-2");
    }

    @Test
    void aRepetitionIsTheSameForAnInstanceThatStartedLater() {
        look("0S", since(SAFETY, "-1H"));
        look("3H", since(SAFETY, "-1H"));
        List<Notice> first = List.copyOf(told);
        told.clear();
        states = new AlarmStates(DEFAULTS);
        look("2H59M", since(SAFETY, "-1H"));
        look("3H10S", since(SAFETY, "-1H"));
        assertThat(told).isEqualTo(first).hasSize(2);
    }

    @Test
    void isNotRepeatedWhenThatIsOff() {
        states = new AlarmStates(new AlarmConfig(
                DEFAULTS.webhook(),
                DEFAULTS.token(),
                DEFAULTS.every(),
                DEFAULTS.raiseAfter(),
                DEFAULTS.clearAfter(),
                Optional.empty(),
                DEFAULTS.overdueAfter(),
                DEFAULTS.rejectShare(),
                DEFAULTS.indexLag(),
                DEFAULTS.diskFree()));
        look("0S", since(SAFETY, "-3H"));
        look("1000H", since(SAFETY, "-3H"));
        assertThat(words()).containsExactly(Word.RAISED);
    }

    @Test
    void anotherCaseIsToldAtOnceAndOnce() {
        look("0S", newest(SAFETY, "-1H"));
        look("15S", newest(SAFETY, "-1H"));
        look("30S", newest(SAFETY, "20S"));
        look("45S", newest(SAFETY, "20S"));
        look("60S", newest(SAFETY, "-1H"));
        look("75S", newest(SAFETY, "20S"));
        assertThat(words()).containsExactly(Word.RAISED, Word.REPEATED);
        assertThat(told.get(1).occurrence()).isEqualTo("new-" + at("20S").toEpochMilli());
    }

    @Test
    void anotherCaseWhileItIsAwayIsToldToo() {
        look("0S", newest(SAFETY, "0S"));
        look("1M");
        look("2M", newest(SAFETY, "1M30S"));
        assertThat(words()).containsExactly(Word.RAISED, Word.REPEATED);
    }

    @Test
    void nothingOfTopicsMovesWhileTheyAreNotKnown() {
        look("0S", holds(SAFETY), holds(DISK));
        look("1M", holds(SAFETY), holds(DISK));
        assertThat(words()).containsExactly(Word.RAISED, Word.RAISED);
        lookWithoutTopics("2M");
        lookWithoutTopics("1H");
        assertThat(told.subList(2, 3))
                .extracting(Notice::word, notice -> notice.episode().key())
                .containsExactly(tuple(Word.CLEARED, DISK));
        look("1H1M", holds(SAFETY));
        assertThat(told).hasSize(3);
    }

    @Test
    void feedsAndReasonsAreApart() {
        AlarmKey one = new AlarmKey(AlarmName.SAFETY, Optional.of("central-pk"), Optional.of("unknown-subject"));
        AlarmKey other = new AlarmKey(AlarmName.SAFETY, Optional.of("central-pk"), Optional.of("awaiting-verdict"));
        look("0S", holds(SAFETY), holds(one));
        look("1M", holds(SAFETY), holds(one), holds(other));
        look("2M", holds(SAFETY), holds(one), holds(other));
        assertThat(told).extracting(notice -> notice.episode().key()).containsExactly(SAFETY, one, other);
    }
}
