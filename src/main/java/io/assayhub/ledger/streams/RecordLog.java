package io.assayhub.ledger.streams;

import java.util.Arrays;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Log events about one record: they say where it is, never what it says. */
final class RecordLog {
    private RecordLog() {}

    /** An event that names topic, partition and offset of the record in hand. */
    static LoggingEventBuilder at(Level level, Logger log, ProcessingContext context) {
        LoggingEventBuilder event = log.atLevel(level);
        return context.recordMetadata()
                .map(source -> event.addKeyValue("topic", source.topic())
                        .addKeyValue("partition", source.partition())
                        .addKeyValue("offset", source.offset()))
                .orElse(event);
    }

    /**
     * The error event for a record that cannot be read. Of the cause it takes the kind and the place only, for its text may
     * quote the record.
     */
    static LoggingEventBuilder unreadable(Logger log, ProcessingContext context, RuntimeException cause) {
        String thrownAt = Arrays.stream(cause.getStackTrace())
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("unknown");
        return at(Level.ERROR, log, context)
                .addKeyValue("cause", cause.getClass().getName())
                .addKeyValue("thrownAt", thrownAt);
    }
}
