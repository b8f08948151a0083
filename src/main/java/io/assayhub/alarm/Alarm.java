package io.assayhub.alarm;

import io.assayhub.alarm.AlarmName.Scope;
import io.assayhub.alarm.AlarmState.Episode;
import io.assayhub.alarm.AlarmState.Notice;
import io.assayhub.model.Hash128;
import io.assayhub.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What is told of an alarm, as it is posted: JSON with these fields, those that are null left out.
 *
 * @param id of this telling, 32 hexadecimal digits: the same thing told again, by this or another instance, has the same
 * @param episode the same from raised to cleared, 32 hexadecimal digits
 * @param code name of the alarm, as the alert is called
 * @param state {@code raised}, {@code repeated} or {@code cleared}
 * @param severity {@code page} or {@code ticket}
 * @param environment prefix of the hub's topics
 * @param instance that told it
 * @param feed or null
 * @param reason why results wait, or null
 * @param summary a sentence
 * @param runbook what to do about it
 * @param since when it began (ISO 8601, UTC)
 * @param at when it was told
 */
public record Alarm(
        String id,
        String episode,
        String code,
        String state,
        String severity,
        String environment,
        String instance,
        String feed,
        String reason,
        String summary,
        String runbook,
        String since,
        String at) {
    private static final char SEPARATOR = '\n';

    static Alarm of(Notice notice, Instant now, String environment, String instance) {
        Episode episode = notice.episode();
        AlarmKey key = episode.key();
        String state = notice.word().name().toLowerCase(Locale.ROOT);
        String episodeId = Hash128.ofSha256(String.join(
                        String.valueOf(SEPARATOR),
                        environment,
                        key.name().scope() == Scope.INSTANCE ? instance : "",
                        key.name().text(),
                        key.feed().orElse(""),
                        key.reason().orElse(""),
                        String.valueOf(episode.since().toEpochMilli())))
                .hex();
        String id = Hash128.ofSha256(episodeId + SEPARATOR + state + SEPARATOR + notice.occurrence())
                .hex();
        return new Alarm(
                id,
                episodeId,
                key.name().text(),
                state,
                key.name().severity().text(),
                environment,
                instance,
                key.feed().orElse(null),
                key.reason().orElse(null),
                notice.summary(),
                key.name().runbook(),
                episode.since().truncatedTo(ChronoUnit.MILLIS).toString(),
                now.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** As it is posted, in UTF-8. */
    byte[] toJson() {
        return Json.bytes(this);
    }
}
