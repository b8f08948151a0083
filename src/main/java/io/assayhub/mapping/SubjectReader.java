package io.assayhub.mapping;

import io.assayhub.config.StudyConfig;
import io.assayhub.config.SubjectRules;
import io.assayhub.wire.SubjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a subject number its one canonical form by {@link SubjectRules}, and remembers it: rows of one subject mostly
 * stand together.
 */
final class SubjectReader {
    private static final int REMEMBERED = 10_000;

    /** A subject and the site that its number names, which may be null. */
    record Subject(SubjectKey key, String site) {}

    private final SubjectRules rules;
    private final Map<String, Optional<Subject>> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Subject>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Rows of one subject mostly stand together. */
    private String lastStudy;

    private String lastNumber;
    private Optional<Subject> last = Optional.empty();

    SubjectReader(Map<String, StudyConfig> studies) {
        this.rules = new SubjectRules(studies);
    }

    /** The subject of a trimmed number in a study, or empty if the number does not have the study's form. */
    Optional<Subject> read(String study, String number) {
        if (number.equals(lastNumber) && study.equals(lastStudy)) {
            return last;
        }
        String key = study + '\n' + number;
        Optional<Subject> subject = known.get(key);
        if (subject == null) {
            subject = parse(study, number);
            known.put(key, subject);
        }
        lastStudy = study;
        lastNumber = number;
        last = subject;
        return subject;
    }

    private Optional<Subject> parse(String study, String number) {
        return rules.read(study, number).map(c -> new Subject(new SubjectKey(c.study(), c.subject()), c.site()));
    }
}
