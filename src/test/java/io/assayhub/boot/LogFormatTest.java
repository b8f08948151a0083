package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** The hub's own logging configuration, as the environment asks for it. */
class LogFormatTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:00.123Z");

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    /** What is written of an event. */
    private String written(String format, String message, Throwable cause, Object... arguments) throws Exception {
        context.putProperty("ASSAYHUB_LOG_FORMAT", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormat.class.getResource("/logback.xml"));
        Logger logger = context.getLogger("io.assayhub.boot.Hub");
        LoggingEvent event =
                new LoggingEvent(LogFormatTest.class.getName(), logger, Level.INFO, message, cause, arguments);
        event.setInstant(AT);
        event.setThreadName("main");
        event.setKeyValuePairs(List.of(new KeyValuePair("feed", "a \"b\"\n"), new KeyValuePair("rows", 7)));
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDERR");
        assertThat(appender.getTarget()).isEqualTo("System.err");
        return new String(appender.getEncoder().encode(event), UTF_8);
    }

    private static JsonNode parsed(String line) throws IOException {
        assertThat(line).endsWith("}\n");
        assertThat(line.strip()).doesNotContain("\n");
        return JsonMapper.builder().build().readTree(line);
    }

    @Test
    void writesAnObjectALineAsJson() throws Exception {
        JsonNode line = parsed(written("json", "Started {}", null, "once"));

        assertThat(line.get("timestamp").asLong()).isEqualTo(AT.toEpochMilli());
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("loggerName").asText()).isEqualTo("io.assayhub.boot.Hub");
        assertThat(line.get("message").asText()).isEqualTo("Started {}");
        assertThat(line.get("formattedMessage").asText()).isEqualTo("Started once");
        assertThat(line.get("kvpList").get(0).get("feed").asText()).isEqualTo("a \"b\"\n");
        assertThat(line.get("kvpList").get(1).get("rows").asText()).isEqualTo("7");
        assertThat(line.get("throwable").isNull()).isTrue();
    }

    @Test
    void keepsAnExceptionWithItsCauseOnTheLine() throws Exception {
        IOException cause = new IOException("broken\npipe");

        JsonNode thrown = parsed(written("json", "It failed", new IllegalStateException("no \"good\"", cause)))
                .get("throwable");

        assertThat(thrown.get("className").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(thrown.get("message").asText()).isEqualTo("no \"good\"");
        assertThat(thrown.get("stepArray").get(0).get("methodName").asText())
                .isEqualTo("keepsAnExceptionWithItsCauseOnTheLine");
        assertThat(thrown.get("cause").get("message").asText()).isEqualTo("broken\npipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "jsn"})
    void writesForPeopleOtherwise(String format) throws Exception {
        assertThat(written(format, "Started", null))
                .startsWith("2026-03-01T10:15:00.123Z INFO  io.assayhub.boot.Hub Started feed=")
                .endsWith("rows=\"7\"\n");
    }
}
