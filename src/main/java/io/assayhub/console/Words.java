package io.assayhub.console;

import io.assayhub.index.ReconcileQueries.State;
import io.assayhub.model.ErrorCode;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The hub's words as pages show them. */
public final class Words {
    private final Clock clock;

    Words(Clock clock) {
        this.clock = clock;
    }

    /** How long something has been so, such as {@code 2 h 5 min}; nothing of null. */
    public String since(Instant time) {
        return time == null ? "" : Ages.text(Duration.between(time, clock.instant()));
    }

    /** The same of milliseconds since 1970; nothing of what is still to come. */
    public String past(long time) {
        Instant then = Instant.ofEpochMilli(time);
        return then.isAfter(clock.instant()) ? "" : since(then);
    }

    public String since(String time) {
        return time == null ? "" : since(Instant.parse(time));
    }

    /** An instant as records carry it, as a person reads it. */
    public String time(String time) {
        return time == null ? "" : Ages.time(Instant.parse(time));
    }

    /** With thousands apart. */
    public String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    public String seconds(Duration duration) {
        return duration == null ? "–" : String.format(Locale.ENGLISH, "%.2f s", duration.toMillis() / 1000.0);
    }

    /** A FHIR dateTime without its letters; as much of it as was sent. */
    public String collected(String time) {
        return time == null
                ? ""
                : time.replaceFirst("T(\\d\\d:\\d\\d)(:00)?(\\.\\d+)?", " $1 ").replace("Z", "UTC");
    }

    /** A UCUM unit as people write it. */
    public String unit(String unit) {
        return unit.replaceAll("[{}]", "").replace("/uL", "/µL").replace("ug/", "µg/");
    }

    /** A tier of an antibody assay. */
    public String tier(String code) {
        return switch (code) {
            case "SCREEN" -> "Screening";
            case "CONFIRM" -> "Confirmatory";
            case "TITER" -> "Titer";
            case "QUANTIFY" -> "Quantification";
            case "NEUTRALISING" -> "Neutralising";
            case "CROSS-REACTIVE" -> "Cross-reactive";
            default -> code;
        };
    }

    /** What the tiers under a plot say, counted. */
    public String tiers(Plots.Plot plot) {
        return plot.tiers().stream()
                .map(tier -> tier.name() + ": "
                        + Arrays.stream(Plots.Kind.values())
                                .filter(kind -> tier.of(kind) > 0)
                                .map(kind -> tier.of(kind) + " " + said(kind))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String said(Plots.Kind kind) {
        return switch (kind) {
            case POSITIVE -> "positive";
            case NEGATIVE -> "negative";
            case INCONCLUSIVE -> "inconclusive";
            case NUMBER -> "with a number";
            case NONE -> "without a result";
        };
    }

    /** What a code means, or the code itself if this hub does not know it. */
    public String meaning(String code) {
        return known(code).map(ErrorCode::meaning).orElse(code);
    }

    /** How to mend it. */
    public String remedy(String code) {
        return known(code).map(ErrorCode::remedy).orElse("");
    }

    private static Optional<ErrorCode> known(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(c -> c.code().equals(code))
                .findFirst();
    }

    /** What has come of an expected specimen, for a person. */
    public String expected(State state) {
        return switch (state) {
            case CONTRADICTION -> "contradiction";
            case NOT_REPORTED -> "not reported";
            case WAITING -> "held";
            case REPORTED -> "reported";
            case PLANNED -> "planned";
            case NOT_DONE -> "not done";
        };
    }

    /** The same as a column's heading. */
    public String heading(State state) {
        String word = expected(state);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The colour of an expected specimen's state. */
    public String tone(State state) {
        return switch (state) {
            case CONTRADICTION -> "bad";
            case NOT_REPORTED, WAITING -> "warn";
            case REPORTED -> "good";
            case PLANNED, NOT_DONE -> "none";
        };
    }

    /** The colour of a transfer's state. */
    public String tone(Receipt receipt) {
        return switch (receipt.state()) {
            case CLOSED -> receipt.counts().held() > 0 ? "warn" : "good";
            case OPEN -> "none";
            case STOPPED -> "warn";
            case UNBALANCED, REFUSED -> "bad";
        };
    }

    /** Which transfers a replay reads, in words. */
    public String selection(ReplaySelection which) {
        if (!which.transfers().isEmpty()) {
            return which.transfers().size() == 1
                    ? "one transfer"
                    : which.transfers().size() + " transfers";
        }
        StringBuilder words = new StringBuilder("transfers");
        if (which.code() != null) {
            words.append(" with ").append(which.code());
        }
        if (which.feed() != null) {
            words.append(" of ").append(which.feed());
        }
        if (which.since() != null) {
            words.append(" since ").append(Ages.time(which.since()));
        }
        if (which.until() != null) {
            words.append(" before ").append(Ages.time(which.until()));
        }
        return words.toString();
    }

    /** How far a replay is. */
    public String state(ReplayDesk.State state) {
        return switch (state) {
            case LOOKING -> "being read";
            case LOOKED -> "read, nothing published";
            case REPLAYING -> "being taken in";
            case REPLAYED -> "taken in";
            case FAILED -> "ended early";
        };
    }

    /** What kind of matter waits. */
    public String kind(HeldRecord held) {
        if (held.isHeldResult()) {
            return "held result";
        }
        return held.key()
                .substring(0, held.key().indexOf('/'))
                .replace("gap", "missing transfer")
                .replace("missing/", "missing");
    }

    /** What may be decided about it. */
    public List<String> actions(HeldRecord held) {
        return WaitingRules.actions(held).stream().map(a -> a.text()).toList();
    }
}
