package io.assayhub.config;

import io.assayhub.model.StudyId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A study's own rules for its subjects, one for all its feeds and for its registry: how their numbers are written, and
 * which results of those who are not, or no longer, in the study are taken.
 *
 * @param digest the file's text, part of the mapping snapshot
 * @param subject pattern that a number has to match as a whole
 * @param canonical the one form it is given, with the pattern's groups in braces
 * @param registrations which results are taken, by the subject's status
 */
public record StudyConfig(
        String digest, StudyId study, String title, Pattern subject, String canonical, Registrations registrations) {
    private static final Pattern GROUP = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

    /** What happens to results that may not be wanted. */
    public enum Policy {
        /** They wait for a person. */
        HOLD,
        ACCEPT
    }

    /**
     * Which results are taken of subjects who are not, or no longer, in the study.
     *
     * @param screenFailures of those who failed screening (status {@code ineligible})
     * @param afterWithdrawal collected after the end of the period of those who are {@code withdrawn}
     * @param afterEnd collected after the end of the period of those who are {@code off-study}
     */
    public record Registrations(Policy screenFailures, Policy afterWithdrawal, Policy afterEnd) {
        /** Follow-up samples after the end are normal; samples after a withdrawal or of screen failures are not. */
        public static final Registrations DEFAULTS = new Registrations(Policy.HOLD, Policy.HOLD, Policy.ACCEPT);

        private static Registrations read(YamlValue value) {
            Registrations read = new Registrations(
                    policy(value, "screen-failures").orElse(DEFAULTS.screenFailures),
                    policy(value, "after-withdrawal").orElse(DEFAULTS.afterWithdrawal),
                    policy(value, "after-end").orElse(DEFAULTS.afterEnd));
            value.refuseOthers();
            return read;
        }

        private static Optional<Policy> policy(YamlValue value, String key) {
            return value.get(key).flatMap(v -> v.choice(Map.of("hold", Policy.HOLD, "accept", Policy.ACCEPT)));
        }
    }

    /** The study in this file's text; complete only if no problem was added. */
    public static Optional<StudyConfig> read(String text, String shownAs, Problems problems) {
        int before = problems.list().size();
        Optional<StudyConfig> study = YamlValue.ofText(text, shownAs, problems).flatMap(root -> {
            String name = root.require("study").map(YamlValue::text).orElse("");
            if (!StudyId.isValid(name)) {
                root.get("study").ifPresent(v -> v.problem("has to be letters, digits and . _ : -"));
            } else if (!root.isNamed(name)) {
                root.get("study").ifPresent(v -> v.problem("the file has to be named " + name + ".yaml"));
            }
            String title = root.get("title").map(YamlValue::text).orElse(name);
            Optional<YamlValue> subject = root.require("subject");
            Optional<Pattern> pattern =
                    subject.flatMap(s -> s.require("pattern")).flatMap(StudyConfig::pattern);
            Optional<String> canonical =
                    subject.flatMap(s -> s.require("canonical")).flatMap(v -> pattern.flatMap(p -> canonical(v, p)));
            subject.ifPresent(YamlValue::refuseOthers);
            Registrations registrations =
                    root.get("registrations").map(Registrations::read).orElse(Registrations.DEFAULTS);
            root.refuseOthers();
            return pattern.isPresent() && canonical.isPresent() && StudyId.isValid(name)
                    ? Optional.of(new StudyConfig(
                            text, new StudyId(name), title, pattern.get(), canonical.get(), registrations))
                    : Optional.empty();
        });
        return problems.list().size() == before ? study : Optional.empty();
    }

    private static Optional<Pattern> pattern(YamlValue value) {
        try {
            return Optional.of(Pattern.compile(value.text()));
        } catch (PatternSyntaxException e) {
            value.problem("is not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static Optional<String> canonical(YamlValue value, Pattern pattern) {
        Matcher group = GROUP.matcher(value.text());
        while (group.find()) {
            if (!pattern.pattern().contains("(?<" + group.group(1) + ">")) {
                value.problem("the pattern has no group '" + group.group(1) + "'");
                return Optional.empty();
            }
        }
        return Optional.of(value.text());
    }

    /** The canonical form of a trimmed subject number, or empty if it does not have the study's form. */
    public Optional<String> canonicalOf(String number) {
        Matcher matcher = subject.matcher(number);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(GROUP.matcher(canonical)
                .replaceAll(g -> Matcher.quoteReplacement(Objects.requireNonNullElse(matcher.group(g.group(1)), ""))));
    }

    /** The site of a trimmed subject number: the pattern's group {@code site}, if it has one. */
    public Optional<String> siteOf(String number) {
        Matcher matcher = subject.matcher(number);
        return subject.pattern().contains("(?<site>") && matcher.matches()
                ? Optional.ofNullable(matcher.group("site"))
                : Optional.empty();
    }
}
