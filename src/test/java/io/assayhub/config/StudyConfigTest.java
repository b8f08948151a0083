package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assayhub.config.StudyConfig.Policy;
import io.assayhub.config.StudyConfig.Registrations;
import io.assayhub.model.StudyId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyConfigTest {
    private static final String GOOD = """
            study: P003
            title: A study
            subject:
              pattern: '(?i)P003-(?<site>\\d{2})-(?<number>\\d{4})(?<suffix>[a-z])?'
              canonical: 'P003-{site}-{number}{suffix}'
            """;

    @Test
    void givesEverySpellingOfASubjectOneForm() {
        StudyConfig study = good(GOOD);
        assertThat(study.study()).isEqualTo(new StudyId("P003"));
        assertThat(study.title()).isEqualTo("A study");
        assertThat(study.canonicalOf("p003-01-0007")).contains("P003-01-0007");
        assertThat(study.canonicalOf("P003-01-0007b")).contains("P003-01-0007b");
        assertThat(study.siteOf("P003-01-0007")).contains("01");
        assertThat(study.canonicalOf("P003-1-7")).isEmpty();
        assertThat(study.canonicalOf("xP003-01-0007")).isEmpty();
        assertThat(study.siteOf("P003-1-7")).isEmpty();
    }

    @Test
    void titleMayBeLeftOutAndAPatternNeedsNoSite() {
        StudyConfig study =
                good("study: P003\nsubject: { pattern: '0*(?<number>[1-9]\\d*)', canonical: '{number}' }\n");
        assertThat(study.title()).isEqualTo("P003");
        assertThat(study.canonicalOf("0042")).contains("42");
        assertThat(study.siteOf("0042")).isEmpty();
    }

    @Test
    void readsWhichResultsOfThoseWhoAreNotInTheStudyAreTaken() {
        assertThat(good(GOOD).registrations()).isEqualTo(new Registrations(Policy.HOLD, Policy.HOLD, Policy.ACCEPT));
        assertThat(good(GOOD
                                + "registrations: { screen-failures: accept, after-withdrawal: accept, after-end: hold }\n")
                        .registrations())
                .isEqualTo(new Registrations(Policy.ACCEPT, Policy.ACCEPT, Policy.HOLD));
        Problems problems = new Problems();
        assertThat(StudyConfig.read(
                        GOOD + "registrations: { screen-failures: drop, after-ends: hold }\n",
                        "studies/P003.yaml",
                        problems))
                .isEmpty();
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "studies/P003.yaml:6: registrations.screen-failures: 'drop' is not one of accept, hold",
                        "studies/P003.yaml:6: registrations.after-ends: is not known here, did you mean 'after-end'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "study: P003        | study: P 003      | studies/P003.yaml:1: study: has to be letters, digits and . _ : -",
                "study: P003        | study: P004       | studies/P003.yaml:1: study: the file has to be named P004.yaml",
                "study: P003        | stuby: P003       | studies/P003.yaml:1: 'study' is missing",
                "title: A study     | titel: A study    | studies/P003.yaml:2: titel: is not known here, did you mean 'title'?",
                "canonical: '       | canon: '          | studies/P003.yaml:3: subject: 'canonical' is missing",
                "{number}           | {numer}           | studies/P003.yaml:5: subject.canonical: the pattern has no group 'numer'",
                "(?<number>         | (?<number         | studies/P003.yaml:4: subject.pattern: is not a regular expression: "
            })
    void everyMistakeIsToldWithItsPlace(String before, String after, String problem) {
        Problems problems = new Problems();
        String text = GOOD.replace(before.strip(), after.strip());
        assertThat(StudyConfig.read(text, "studies/P003.yaml", problems)).isEmpty();
        assertThat(problems.list()).extracting(Problem::toString).anyMatch(p -> p.startsWith(problem));
    }

    @Test
    void problemsCanBeThrownAllAtOnce() {
        Problems problems = new Problems();
        problems.throwIfAny();
        problems.add("a.yaml", 3, "x", "is bad");
        problems.add("b.yaml", 0, "", "is worse");
        problems.add("a.yaml", 3, "x", "is bad");
        ConfigException thrown = catchThrowableOfType(ConfigException.class, problems::throwIfAny);
        assertThat(thrown).hasMessage("a.yaml:3: x: is bad\nb.yaml: is worse");
        assertThat(thrown.problems()).isEqualTo(List.copyOf(problems.list()));
    }

    private static StudyConfig good(String text) {
        Problems problems = new Problems();
        Optional<StudyConfig> study = StudyConfig.read(text, "studies/P003.yaml", problems);
        assertThat(problems.list()).isEmpty();
        return study.orElseThrow();
    }
}
