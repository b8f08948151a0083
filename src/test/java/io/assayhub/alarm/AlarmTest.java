package io.assayhub.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.alarm.AlarmState.Episode;
import io.assayhub.alarm.AlarmState.Notice;
import io.assayhub.alarm.AlarmState.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is posted. */
class AlarmTest {
    private static final Instant SINCE = Instant.parse("2026-03-02T07:58:41.120Z");
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00.123456Z");
    private static final AlarmKey SAFETY =
            new AlarmKey(AlarmName.SAFETY, Optional.of("immunology-ada"), Optional.of("unknown-subject"));
    private static final Notice RAISED = new Notice(
            new Episode(SAFETY, SINCE),
            Word.RAISED,
            "",
            "1 held result of immunology-ada matches a safety rule (unknown-subject)");

    private static Alarm alarm(Notice notice, String instance) {
        return Alarm.of(notice, NOW, "assay", instance);
    }

    private static Notice of(AlarmKey key, Instant since, Word word, String occurrence) {
        return new Notice(new Episode(key, since), word, occurrence, "it is so");
    }

    @Test
    void isPostedAsDocumented() throws IOException {
        String json = new String(alarm(RAISED, "hub-1").toJson(), UTF_8);
        String page = Files.readString(Path.of("docs/operations.md"));
        int from = page.indexOf("{ \"id\":");
        String example = page.substring(from, page.indexOf("```", from));
        assertThat(json.replaceAll("\\s", "")).isEqualTo(example.replaceAll("\\s", ""));
    }

    @Test
    void leavesOutWhatItHasNot() {
        assertThat(new String(
                        alarm(of(AlarmKey.of(AlarmName.DISK), SINCE, Word.RAISED, ""), "hub-1")
                                .toJson(),
                        UTF_8))
                .doesNotContain("\"feed\"", "\"reason\"");
    }

    @Test
    void theSameOfTopicsHasTheSameIdOnEveryInstance() {
        assertThat(alarm(RAISED, "hub-2").id()).isEqualTo(alarm(RAISED, "hub-1").id());
        assertThat(alarm(RAISED, "hub-2").instance()).isEqualTo("hub-2");
    }

    @Test
    void whatIsOfAnInstanceHasAnIdOfItsOwn() {
        Notice disk = of(AlarmKey.of(AlarmName.DISK), SINCE, Word.RAISED, "");
        assertThat(alarm(disk, "hub-2").id()).isNotEqualTo(alarm(disk, "hub-1").id());
        assertThat(alarm(disk, "hub-2").episode())
                .isNotEqualTo(alarm(disk, "hub-1").episode());
    }

    @Test
    void wordsAndRepetitionsOfAnEpisodeHaveIdsOfTheirOwn() {
        assertThat(Stream.of(
                                of(SAFETY, SINCE, Word.RAISED, ""),
                                of(SAFETY, SINCE, Word.REPEATED, "still-1"),
                                of(SAFETY, SINCE, Word.REPEATED, "still-2"),
                                of(SAFETY, SINCE, Word.CLEARED, ""))
                        .map(notice -> alarm(notice, "hub-1"))
                        .toList())
                .satisfies(alarms -> {
                    assertThat(alarms).extracting(Alarm::id).doesNotHaveDuplicates();
                    assertThat(alarms)
                            .extracting(Alarm::episode)
                            .containsOnly(alarms.get(0).episode());
                    assertThat(alarms)
                            .extracting(Alarm::state)
                            .containsExactly("raised", "repeated", "repeated", "cleared");
                });
    }

    @Test
    void environmentFeedReasonAndBeginningMakeAnotherEpisode() {
        AlarmKey feed = new AlarmKey(AlarmName.SAFETY, Optional.of("other"), SAFETY.reason());
        AlarmKey reason = new AlarmKey(AlarmName.SAFETY, SAFETY.feed(), Optional.of("awaiting-verdict"));
        assertThat(List.of(
                        alarm(RAISED, "hub-1").episode(),
                        Alarm.of(RAISED, NOW, "test", "hub-1").episode(),
                        alarm(of(feed, SINCE, Word.RAISED, ""), "hub-1").episode(),
                        alarm(of(reason, SINCE, Word.RAISED, ""), "hub-1").episode(),
                        alarm(of(SAFETY, SINCE.plusMillis(1), Word.RAISED, ""), "hub-1")
                                .episode()))
                .doesNotHaveDuplicates();
    }
}
