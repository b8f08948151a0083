package io.assayhub.registry;

import static io.assayhub.registry.Registry.bundle;
import static io.assayhub.registry.Registry.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.registry.SubjectTable.Outcome;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.SubjectRecord.Accepts;
import io.assayhub.wire.SubjectRecord.Claim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTableTest {
    private static final String JANUARY = "2026-01-01T00:00:00Z";
    private static final String FEBRUARY = "2026-02-01T00:00:00Z";
    private static final String MARCH = "2026-03-01T00:00:00Z";
    private static final String APRIL = "2026-04-01T00:00:00Z";
    private static final String END = "\"period\":{\"start\":\"2025-01-01\",\"end\":\"2026-02-03\"}";

    private static String delete(String url) {
        return "{\"request\":{\"method\":\"DELETE\",\"url\":\"" + url + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "potential-candidate, all, all",
        "candidate, all, all",
        "screening, all, all",
        "eligible, all, all",
        "pending-on-study, all, all",
        "on-study, all, all",
        "on-study-intervention, all, all",
        "on-study-observation, all, all",
        "follow-up, all, all",
        "ineligible, none, all",
        "withdrawn, until 2026-02-03, all",
        "off-study, all, until 2026-02-03",
        "not-registered, none, none",
        "entered-in-error, none, none"
    })
    void takesResultsAsTheStudySays(String status, String byDefault, String otherwise) {
        String message = bundle(MARCH, subject("a", "01-3", "1", status, END));
        assertThat(new Registry().send(message).lines()).containsExactly("P003/P003-01-3 " + byDefault);
        assertThat(new Registry("registrations: { screen-failures: accept, after-withdrawal: accept, after-end: hold }")
                        .send(message)
                        .lines())
                .containsExactly("P003/P003-01-3 " + otherwise);
    }

    @Test
    void takesNoneWhereTheEndIsNotSaid() {
        assertThat(new Registry()
                        .send(bundle(MARCH, subject("a", "01-3", "1", "withdrawn", "")))
                        .lines())
                .containsExactly("P003/P003-01-3 none");
    }

    @Test
    void anOlderWordNeverReplacesANewerOne() {
        Registry registry = new Registry()
                .send(bundle(MARCH, subject("a", "01-3", "1", "withdrawn", END)))
                .restart()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 until 2026-02-03");
        assertThat(registry.outcomes()).containsExactly(Outcome.REGISTERED, Outcome.OLDER);
        assertThat(registry.written()).isEqualTo(1);
    }

    @Test
    void whatSaysTheSameIsNotWrittenAgainAndStillCounts() {
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "")))
                .send(bundle(MARCH, subject("a", "01-3", "1", "on-study", "")))
                .send(bundle(FEBRUARY, subject("a", "01-3", "1", "withdrawn", "")));
        assertThat(registry.outcomes()).containsExactly(Outcome.REGISTERED, Outcome.UNCHANGED, Outcome.OLDER);
        assertThat(registry.written()).isEqualTo(1);
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all");
    }

    @Test
    void twoFormsOfTwoIndividualsContendUntilOneIsTakenBack() {
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "\"assignedArm\":\"A\"")))
                .restart()
                .send(bundle(FEBRUARY, subject("b", "P003-01-0003", "2", "on-study", "\"assignedArm\":\"B\"")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 ambiguous");
        registry.restart().send(bundle(MARCH, subject("b", "P003-01-0003", "2", "not-registered", "")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all");
        assertThat(registry.subject("P003/P003-01-3").form()).isEqualTo("01-3");
        assertThat(registry.subject("P003/P003-01-3").arm()).isEqualTo("A");
    }

    @Test
    void theSameIndividualOrTheSameFormIsAnUpdate() {
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "")))
                .send(bundle(FEBRUARY, subject("b", "P003-01-0003", "1", "on-study", "")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all");
        assertThat(registry.subject("P003/P003-01-3").form()).isEqualTo("P003-01-0003");
        registry.send(bundle(MARCH, subject("c", "P003-01-0003", "2", "follow-up", "")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all");
        assertThat(registry.subject("P003/P003-01-3").claims()).hasSize(1);
    }

    @Test
    void deletesByIdAndByIdentifier() {
        Registry registry = new Registry()
                .send(bundle(
                        JANUARY,
                        subject("a", "01-3", "1", "on-study", ""),
                        subject("b", "01-4", "2", "on-study", ""),
                        subject("c", "01-5", "3", "on-study", ""),
                        subject("d", "01-6", "4", "on-study", "")))
                .restart()
                .send(bundle(
                        FEBRUARY,
                        delete("ResearchSubject/a"),
                        delete(
                                "https://edc.example/fhir/ResearchSubject?identifier=urn%3Ax%7CP003-01-0004&study=ResearchStudy/P003"),
                        delete("ResearchSubject?identifier=01-5"),
                        delete("ResearchSubject/zzz"),
                        delete("Patient/1"),
                        delete("ResearchSubject?identifier=")));
        assertThat(registry.lines())
                .containsExactly(
                        "P003/P003-01-3 none", "P003/P003-01-4 none", "P003/P003-01-5 none", "P003/P003-01-6 all");
        assertThat(registry.subject("P003/P003-01-3").status()).isEqualTo("not-registered");
        assertThat(registry.problems())
                .containsExactlyInAnyOrder(
                        "AH-0601 entry[3]/request.url", "AH-0601 entry[4]/request.url", "AH-0601 entry[5]/request.url");
    }

    @Test
    void anOlderDeleteDoesNotTakeBackANewerRegistration() {
        Registry registry = new Registry()
                .send(bundle(MARCH, subject("a", "01-3", "1", "on-study", "")))
                .send(bundle(JANUARY, delete("ResearchSubject/a")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all");
    }

    @Test
    void aliasesFollowTheirSubjectToItsNextNumber() {
        String first = "\"identifier\":[{\"value\":\"01-3\"},{\"use\":\"old\",\"value\":\"S001\"}]";
        String next = "\"identifier\":[{\"value\":\"02-9\"},{\"use\":\"old\",\"value\":\"01-3\"}]";
        String plain = "\"identifier\":[{\"value\":\"x\"}]";
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "x", "1", "on-study", "").replace(plain, first)))
                .restart()
                .send(bundle(FEBRUARY, subject("a", "x", "1", "on-study", "").replace(plain, next)));
        assertThat(registry.lines())
                .containsExactlyInAnyOrder(
                        "P003/P003-01-3 > P003-02-9", "P003/P003S001-- > P003-02-9", "P003/P003-02-9 all");
        registry.send(bundle(MARCH, subject("old", "01-3", "1", "off-study", "")));
        assertThat(registry.lines()).contains("P003/P003-01-3 > P003-02-9");
    }

    @Test
    void anotherPersonsNumberDoesNotBecomeAnAlias() {
        String numbers = "\"identifier\":[{\"value\":\"02-9\"},{\"use\":\"old\",\"value\":\"01-3\"}]";
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "")))
                .send(bundle(
                        FEBRUARY,
                        subject("b", "x", "2", "on-study", "").replace("\"identifier\":[{\"value\":\"x\"}]", numbers)));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all", "P003/P003-02-9 all");
        assertThat(registry.problems()).containsExactly("AH-0601 entry[0]/alias");
    }

    @Test
    void aTableDoesNotMakeTheHubForgetWhatTheEdcCallsARegistration() {
        Claim row = new Claim("01-3", null, null, "follow-up", "01", null, null, null, Registry.ARRIVED - 2);
        Registry registry = new Registry()
                .send(bundle(JANUARY, subject("a", "01-3", "1", "on-study", "")))
                .apply(List.of(new SubjectChange.Registration(
                        new StudyId("P003"), new SubjectId("P003-01-3"), List.of(), row, "")));
        assertThat(registry.subject("P003/P003-01-3").status()).isEqualTo("follow-up");
        registry.send(bundle("2026-06-01T00:00:00Z", delete("ResearchSubject/a")));
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 none");
    }

    @Test
    void takesARecordWithoutClaimsForARegistration() {
        SubjectRecord bare = new SubjectRecord(
                "P003", "P003-01-3", null, "01-3", "on-study", Accepts.ALL, null, null, null, null, null, 0);
        assertThat(SubjectRecord.fromJson(bare.toJson())).isEqualTo(bare);
        SubjectTable table = new SubjectTable(new Registry().rules);
        table.put(bare.key().bytes(), bare.toJson());
        BundleParser.Parsed parsed = new BundleParser(new Registry().rules)
                .parse(
                        bundle(JANUARY, subject("a", "P003-01-003", "1", "on-study", ""))
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Registry.ARRIVED);
        SubjectTable.Draft draft = table.draft();
        parsed.changes().forEach(draft::apply);
        assertThat(draft.records()).extracting(SubjectRecord::accepts).containsExactly(Accepts.AMBIGUOUS);
    }

    @Test
    void anyOrderAndAnyRedeliveryLeaveTheSameRegistry() {
        List<String> messages = List.of(
                bundle(JANUARY, subject("a", "01-3", "1", "screening", "")),
                bundle(FEBRUARY, subject("a", "01-3", "1", "on-study", "\"assignedArm\":\"A\"")),
                bundle(MARCH, subject("b", "P003-01-0003", "2", "on-study", "")),
                bundle(APRIL, subject("b", "P003-01-0003", "2", "entered-in-error", "")),
                bundle(JANUARY, subject("c", "01-4", "3", "on-study", "")),
                bundle(APRIL, subject("c", "01-4", "3", "withdrawn", END)));
        List<SubjectRecord> expected = null;
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            List<String> order = new ArrayList<>(messages);
            order.addAll(messages);
            Collections.shuffle(order, random);
            Registry registry = new Registry();
            order.forEach(registry::send);
            List<SubjectRecord> end = registry.topic().values().stream()
                    .sorted(java.util.Comparator.comparing(SubjectRecord::subject))
                    .toList();
            expected = expected == null ? end : expected;
            assertThat(end).isEqualTo(expected);
            assertThat(registry.lines())
                    .containsExactlyInAnyOrder("P003/P003-01-3 all", "P003/P003-01-4 until 2026-02-03");
        }
    }
}
