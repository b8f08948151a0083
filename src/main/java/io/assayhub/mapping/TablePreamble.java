package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import java.util.Optional;
import java.util.regex.Matcher;

/** What the lines above a table's header say of its transfer: the sender's own count of rows, and the environment. */
final class TablePreamble {
    private final FeedConfig config;
    private Long sendersCount;
    private String environment;

    TablePreamble(FeedConfig config) {
        this.config = config;
    }

    /** Looks at a physical line; of several that say the same thing the first counts. */
    void line(String line) {
        String text = line.strip();
        environment(text);
        if (config.preamble().isPresent() && sendersCount == null) {
            Matcher count = config.preamble().get().count().matcher(text);
            if (count.matches() && count.group("count").matches("\\d{1,12}")) {
                sendersCount = Long.parseLong(count.group("count"));
            }
        }
    }

    private void environment(String line) {
        if (environment == null) {
            environment = config.environment()
                    .flatMap(FeedConfig.Environment::preamble)
                    .map(pattern -> pattern.matcher(line))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group("env"))
                    .orElse(null);
        }
    }

    /** The sender's own count, or null. */
    Long sendersCount() {
        return sendersCount;
    }

    /** What is missing or wrong when all lines were looked at. */
    Optional<Rejected> verdict() {
        Optional<FeedConfig.Environment> said = config.environment();
        if (said.isPresent() && said.get().preamble().isPresent()) {
            if (environment == null) {
                return refusal(ErrorCode.NO_ENVIRONMENT);
            }
            if (!said.get().isExpected(environment)) {
                return refusal(ErrorCode.OTHER_ENVIRONMENT);
            }
        }
        return config.preamble().isPresent() && sendersCount == null ? refusal(ErrorCode.NO_COUNT) : Optional.empty();
    }

    private static Optional<Rejected> refusal(ErrorCode code) {
        return Optional.of(new Rejected(code, Location.WHOLE, null, code.meaning(), null));
    }
}
