package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.util.List;
import java.util.stream.Collectors;

/** The EDC's words about subjects: FHIR R4 Bundles with a ResearchSubject each. */
final class Registrations {
    private Registrations() {}

    /** The number that a subject had while it was screened. */
    static String screeningNumber(String number) {
        int last = number.lastIndexOf('-') + 1;
        return number.substring(0, last) + '9' + number.substring(last + 1);
    }

    /**
     * One Bundle.
     *
     * @param screened the subject that is known by its screening number too
     * @param timestamp when the EDC says it, as an instant
     */
    static byte[] bundle(List<Subject> subjects, String screened, String timestamp) {
        return """
                {"resourceType":"Bundle","type":"transaction","timestamp":"%s","entry":[
                %s
                ]}
                """.formatted(
                        timestamp,
                        subjects.stream()
                                .map(s -> entry(s, s.number().equals(screened)))
                                .collect(Collectors.joining(",\n")))
                .getBytes(UTF_8);
    }

    private static String entry(Subject subject, boolean screened) {
        String former = screened ? ",{\"use\":\"old\",\"value\":\"" + screeningNumber(subject.number()) + "\"}" : "";
        return """
                {"resource":{"resourceType":"ResearchSubject","id":"rs-%1$s","status":"on-study",\
                "identifier":[{"use":"official","value":"%1$s"}%2$s],"study":{"reference":"ResearchStudy/%3$s"},\
                "individual":{"reference":"Patient/p-%1$s"},"period":{"start":"%4$s"},"assignedArm":"%5$s mg"}}""".formatted(subject.number(), former, SyntheticStudy.STUDY, subject.enrolled(), subject.doseMg());
    }
}
