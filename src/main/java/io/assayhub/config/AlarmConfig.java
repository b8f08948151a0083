package io.assayhub.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the hub tells of what needs a person, and from when on.
 *
 * @param webhook where alarms are posted
 * @param token file whose first line is sent with each as a bearer token; empty if the receiver asks for none
 * @param every time between two looks at the figures
 * @param raiseAfter how long a condition has to hold before it is raised
 * @param clearAfter how long it has to be away before it is cleared
 * @param repeat after which time what is still raised is told again; empty for never
 * @param overdueAfter how much later than agreed a feed may send
 * @param rejectShare percent of what a feed sent that was rejected
 * @param indexLag committed records that are not in the index
 * @param diskFree bytes left where the data is kept
 */
public record AlarmConfig(
        URI webhook,
        Optional<Path> token,
        Duration every,
        Duration raiseAfter,
        Duration clearAfter,
        Optional<Duration> repeat,
        Duration overdueAfter,
        Limit<BigDecimal> rejectShare,
        Limit<Long> indexLag,
        Limit<Long> diskFree) {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final long MEBIBYTE = 1L << 20;
    private static final long LARGEST = 1_000_000_000;

    /** Two thresholds: one is reached when the condition begins, the other when it is over; between them it stays as it is. */
    public record Limit<T extends Comparable<T>>(T raise, T clear) {}

    /** What holds where nothing but the address is configured. */
    public AlarmConfig(URI webhook) {
        this(
                webhook,
                Optional.empty(),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Optional.of(Duration.ofHours(4)),
                Duration.ofDays(1),
                new Limit<>(BigDecimal.valueOf(10), BigDecimal.valueOf(5)),
                new Limit<>(100_000L, 10_000L),
                new Limit<>(5_000 * MEBIBYTE, 10_000 * MEBIBYTE));
    }

    /** Reads {@code alarms:}; complete only if no problem was added. */
    static AlarmConfig read(YamlValue value, Path folder) {
        AlarmConfig defaults = new AlarmConfig(
                value.require("webhook").flatMap(AlarmConfig::webhook).orElse(URI.create("http://localhost/")));
        AlarmConfig config = new AlarmConfig(
                defaults.webhook,
                value.get("token-file").map(v -> file(v, folder)),
                value.get("every").flatMap(AlarmConfig::interval).orElse(defaults.every),
                value.get("raise-after").flatMap(HubConfig::duration).orElse(defaults.raiseAfter),
                value.get("clear-after").flatMap(HubConfig::duration).orElse(defaults.clearAfter),
                value.get("repeat").map(AlarmConfig::repeat).orElse(defaults.repeat),
                value.get("overdue-after").flatMap(HubConfig::duration).orElse(defaults.overdueAfter),
                value.get("reject-share").map(AlarmConfig::rejectShare).orElse(defaults.rejectShare),
                value.get("index-lag")
                        .map(v -> numbers(v, defaults.indexLag, 1, false))
                        .orElse(defaults.indexLag),
                value.get("disk-free")
                        .map(v -> numbers(v, defaults.diskFree, MEBIBYTE, true))
                        .orElse(defaults.diskFree));
        value.refuseOthers();
        return config;
    }

    private static Optional<URI> webhook(YamlValue value) {
        try {
            URI uri = new URI(value.text());
            boolean web = uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
            if (web && "https".equals(uri.getScheme())) {
                return Optional.of(uri);
            }
            if (web && "http".equals(uri.getScheme())) {
                if (THIS_MACHINE.contains(uri.getHost())) {
                    return Optional.of(uri);
                }
                value.problem("beyond this machine alarms may not go in clear: https is needed");
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // The problem below says it.
        }
        value.problem("has to be an https URL, or an http one of this machine, without a user and a fragment");
        return Optional.empty();
    }

    private static Path file(YamlValue value, Path folder) {
        Path file = folder.resolve(value.text()).normalize();
        if (!Files.isReadable(file)) {
            value.problem("no file can be read there");
        }
        return file;
    }

    private static Optional<Duration> interval(YamlValue value) {
        Optional<Duration> time = HubConfig.duration(value);
        if (time.filter(t -> t.compareTo(Duration.ofSeconds(1)) < 0 || t.compareTo(Duration.ofHours(1)) > 0)
                .isPresent()) {
            value.problem("has to be from 1s to 1h");
        }
        return time;
    }

    private static Optional<Duration> repeat(YamlValue value) {
        if (value.isScalar() && value.text().equals("off")) {
            return Optional.empty();
        }
        Optional<Duration> time = HubConfig.duration(value);
        if (time.filter(t -> t.compareTo(Duration.ofMinutes(1)) < 0).isPresent()) {
            value.problem("has to be at least 1m, or 'off'");
        }
        return time;
    }

    private static Limit<BigDecimal> rejectShare(YamlValue value) {
        Optional<BigDecimal> raise = value.require("raise").flatMap(FeedTransferReader::percent);
        Optional<BigDecimal> clear = value.require("clear").flatMap(FeedTransferReader::percent);
        value.refuseOthers();
        if (raise.isPresent() && clear.isPresent() && clear.orElseThrow().compareTo(raise.orElseThrow()) > 0) {
            value.problem("has to be cleared at no more than it is raised at");
        }
        return new Limit<>(raise.orElse(BigDecimal.ZERO), clear.orElse(BigDecimal.ZERO));
    }

    /** @param least whether less is worse, so that it is cleared at more than it is raised at */
    private static Limit<Long> numbers(YamlValue value, Limit<Long> defaults, long unit, boolean least) {
        Optional<Long> raise =
                value.require("raise").flatMap(v -> v.number(1, LARGEST)).map(n -> n * unit);
        Optional<Long> clear =
                value.require("clear").flatMap(v -> v.number(0, LARGEST)).map(n -> n * unit);
        value.refuseOthers();
        Limit<Long> limit = new Limit<>(raise.orElse(defaults.raise), clear.orElse(defaults.clear));
        if (raise.isPresent() && clear.isPresent()) {
            if (least && limit.clear < limit.raise) {
                value.problem("has to be cleared at no less than it is raised at");
            } else if (!least && limit.clear > limit.raise) {
                value.problem("has to be cleared at no more than it is raised at");
            }
        }
        return limit;
    }
}
