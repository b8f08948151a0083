package io.assayhub.command;

import io.assayhub.model.Hash128;
import io.assayhub.wire.CommandRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/** What makes two presses one decision, and what a decision has to say. Pure. */
public final class DecisionRules {
    /** The same decision by the same person for the same reason within this time is the same command. */
    public static final Duration ONE_PRESS = Duration.ofMinutes(10);

    private DecisionRules() {}

    /** What a decision is about, as far as it is known; the rest is null. */
    public record Target(String hold, String observation, String transfer, String feed, String study, String subject) {
        /** The key of a command about one result, or empty when it concerns every partition. */
        public Optional<String> subjectKey() {
            return study == null || subject == null ? Optional.empty() : Optional.of(study + "/" + subject);
        }
    }

    /**
     * The command of a decision.
     *
     * @param id given by the caller, or null: derived from the decision and its minute
     * @param until or null
     */
    public static CommandRecord command(
            String id, CommandRecord.Action action, Target target, String by, String why, Instant at, String until) {
        CommandRecord command = new CommandRecord(
                "",
                action,
                by,
                why,
                at.toString(),
                target.hold,
                target.observation,
                target.transfer,
                target.feed,
                target.study,
                target.subject,
                null,
                until);
        return withId(command, id != null ? id : derivedId(command));
    }

    /**
     * The command that records that a route was switched.
     *
     * @param route {@code instance/route}
     */
    public static CommandRecord aboutRoute(
            CommandRecord.Action action, String route, String by, String why, Instant at) {
        String id = Hash128.ofSha256(String.join("\u001f", action.text(), route, by, why, at.toString()))
                .hex();
        return new CommandRecord(
                id, action, by, why, at.toString(), null, null, null, null, null, null, null, null, route);
    }

    /** Whether {@code earlier} is the decision {@code now} given already: the same id, or pressed again by mistake. */
    public static boolean isSamePress(CommandRecord earlier, CommandRecord now, boolean idGiven) {
        if (earlier.id().equals(now.id())) {
            return true;
        }
        return !idGiven
                && decision(earlier).equals(decision(now))
                && Duration.between(Instant.parse(earlier.at()), Instant.parse(now.at()))
                                .compareTo(ONE_PRESS)
                        < 0;
    }

    /**
     * Why a person's name and reason will not do, if they will not.
     *
     * @param subject the subject's number, which must not stand in the reason, or null
     */
    public static Optional<String> problem(String by, String why, String subject) {
        return problem("--by", by, "--why", why, subject);
    }

    /**
     * The same where name and reason are called otherwise.
     *
     * @param byCalled how the name is called where it was given
     * @param whyCalled how the reason is called
     */
    public static Optional<String> problem(String byCalled, String by, String whyCalled, String why, String subject) {
        if (by.isBlank() || by.length() > 200) {
            return Optional.of(byCalled + " has to name who decides.");
        }
        if (by.strip().equals(CommandRecord.HUB)) {
            return Optional.of(
                    byCalled + " cannot be '" + CommandRecord.HUB + "', the name under which the hub itself decides.");
        }
        if (why.isBlank() || why.length() > 1000) {
            return Optional.of(whyCalled + " has to give a reason of at most 1,000 characters.");
        }
        if (subject != null && why.contains(subject)) {
            return Optional.of(whyCalled + " must not hold the subject's number: reasons are kept and shown for ever.");
        }
        return Optional.empty();
    }

    /** A day (its beginning in UTC) or an instant; empty if it is neither. */
    public static Optional<Instant> until(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The minute is part of it, so that the same decision on another day is another command. */
    private static String derivedId(CommandRecord command) {
        long minute = Instant.parse(command.at()).getEpochSecond() / 60;
        return Hash128.ofSha256(decision(command) + '\u001f' + minute).hex();
    }

    private static String decision(CommandRecord c) {
        return String.join(
                "\u001f",
                c.action().text(),
                Objects.toString(c.hold(), ""),
                Objects.toString(c.observation(), ""),
                Objects.toString(c.transfer(), ""),
                Objects.toString(c.feed(), ""),
                c.by(),
                c.why(),
                Objects.toString(c.until(), ""));
    }

    private static CommandRecord withId(CommandRecord c, String id) {
        return new CommandRecord(
                id,
                c.action(),
                c.by(),
                c.why(),
                c.at(),
                c.hold(),
                c.observation(),
                c.transfer(),
                c.feed(),
                c.study(),
                c.subject(),
                c.finding(),
                c.until(),
                c.route());
    }
}
