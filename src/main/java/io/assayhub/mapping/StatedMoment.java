package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.model.Moment;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The moment that a source says it was made, by which a feed may order its transfers. */
final class StatedMoment {
    private StatedMoment() {}

    /**
     * Seconds since 1970, or null if the text is no date or time. Without an offset the feed's zone holds, or else UTC; a
     * date alone is its beginning, and of a clock hour that there is twice the first.
     */
    static Long seconds(String text, FeedConfig feed) {
        if (text == null) {
            return null;
        }
        MomentReader.Reading reading = new MomentReader(feed.format().form().moments(), feed.zone()).read(text);
        if (reading.error() != null || reading.moment().dateTime().length() < 10) {
            return null;
        }
        Moment moment = reading.moment();
        if (moment.dateTime().length() > 10) {
            return OffsetDateTime.parse(moment.dateTime()).toEpochSecond();
        }
        String local = moment.local();
        LocalDateTime at = local == null || local.indexOf(':') < 0
                ? LocalDate.parse(moment.dateTime()).atStartOfDay()
                : LocalDateTime.parse(local);
        return at.atZone(feed.zone().orElse(ZoneOffset.UTC)).toEpochSecond();
    }
}
