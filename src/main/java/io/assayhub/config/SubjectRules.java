package io.assayhub.config;

import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a subject number its one canonical form: by the study's rule where there is one, else as sent without the blanks
 * around it. Results and registrations both ask here, so that the two meet under one key.
 */
public final class SubjectRules {
    private final Map<String, StudyConfig> studies;

    /** @param studies by their code */
    public SubjectRules(Map<String, StudyConfig> studies) {
        this.studies = Map.copyOf(studies);
    }

    /**
     * A subject's number as the hub knows it.
     *
     * @param site the site that the number itself names, or null
     */
    public record Canonical(StudyId study, SubjectId subject, String site) {}

    /** The canonical form of a number, or empty if it does not have the form of the study's numbers. */
    public Optional<Canonical> read(String study, String number) {
        if (!StudyId.isValid(study)) {
            return Optional.empty();
        }
        String trimmed = strip(number);
        StudyConfig rule = studies.get(study);
        String site = rule == null ? null : rule.siteOf(trimmed).orElse(null);
        return (rule == null ? Optional.of(trimmed) : rule.canonicalOf(trimmed))
                .filter(SubjectId::isValid)
                .map(canonical -> new Canonical(new StudyId(study), new SubjectId(canonical), site));
    }

    /** Whether the study has a file, and with it a form that its numbers can be told by. */
    public boolean knows(String study) {
        return studies.containsKey(study);
    }

    /** What a study's file says about registrations; the defaults for a study without a file. */
    public StudyConfig.Registrations registrations(String study) {
        StudyConfig rule = studies.get(study);
        return rule == null ? StudyConfig.Registrations.DEFAULTS : rule.registrations();
    }

    /** The studies that have a file. */
    public Collection<StudyConfig> studies() {
        return studies.values();
    }

    /** Without the blanks, tabs and no-break spaces around it. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00a0';
    }
}
