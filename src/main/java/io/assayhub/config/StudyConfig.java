package io.assayhub.config;

import io.assayhub.model.StudyId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A study's own rule for subject numbers, one for all its feeds and for its registry.
 *
 * @param digest the file's text, part of the mapping snapshot
 * @param subject pattern that a number has to match as a whole
 * @param canonical the one form it is given, with the pattern's groups in braces
 */
public record StudyConfig(String digest, StudyId study, String title, Pattern subject, String canonical) {
    private static final Pattern GROUP = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

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
            root.refuseOthers();
            return pattern.isPresent() && canonical.isPresent() && StudyId.isValid(name)
                    ? Optional.of(new StudyConfig(text, new StudyId(name), title, pattern.get(), canonical.get()))
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
