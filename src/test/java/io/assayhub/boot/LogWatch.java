package io.assayhub.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Everything that is logged in this JVM while the watch is open. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    private LogWatch() {}

    static LogWatch open() {
        LogWatch watch = new LogWatch();
        watch.start();
        root().addAppender(watch);
        return watch;
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /** The events with this message, oldest first. */
    List<ILoggingEvent> with(String message) {
        return events.stream().filter(e -> e.getMessage().equals(message)).toList();
    }

    /** Everything as text: messages, key-values and stack traces. */
    String text() {
        return events.stream().map(LogWatch::line).collect(Collectors.joining("\n"));
    }

    /** What warns, fails or carries a stack trace. */
    List<String> complaints() {
        return events.stream()
                .filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN) || e.getThrowableProxy() != null)
                .map(LogWatch::line)
                .toList();
    }

    /** The value under this key of an event. */
    static String value(ILoggingEvent event, String key) {
        return event.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals(key))
                .map(pair -> String.valueOf(pair.value))
                .findFirst()
                .orElseThrow();
    }

    private static String line(ILoggingEvent event) {
        return event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                + (event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs())
                + (event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    @Override
    public void close() {
        root().detachAppender(this);
        stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
