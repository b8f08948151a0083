package io.assayhub.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/**
 * Drops the warnings that Kafka's clients give at every first start, while the topics that the ledger asks for are being
 * created; the same logger's warnings of a lost connection stay.
 */
public final class OrdinaryStart extends TurboFilter {
    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable cause) {
        boolean ordinary = level == Level.WARN
                && format != null
                && logger.getName().equals("org.apache.kafka.clients.NetworkClient")
                && format.contains("reported a recoverable issue");
        return ordinary ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
