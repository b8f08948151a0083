package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.demo.SyntheticStudy.AdaSample;
import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The specimens that the study expects, as its EDC exports them for {@code fhir-mappings/specimens/edc-specimens.yaml}: what
 * was collected, what was not done (7 of 126 injections were never given), and some that no laboratory has reported.
 */
final class SpecimenList {
    /** The list's name. */
    static final String LIST = "edc-specimens";

    /** Subjects of whom a second follow-up serum was collected that no laboratory has reported. */
    private static final List<Integer> FOLLOWED_TWICE = List.of(5, 9, 14);

    private static final int DAYS_TO_SECOND_FOLLOW_UP = 70;
    private static final int DAYS_BETWEEN_INJECTIONS = 14;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final String COLLECTED = "Collected";
    private static final String NOT_DONE = "Not done";

    private final SyntheticStudy study;
    private final List<String> rows = new ArrayList<>();

    private SpecimenList(SyntheticStudy study) {
        this.study = study;
    }

    /** @param hurt plasma samples with which something is amiss at their laboratory */
    static LabFile of(SyntheticStudy study, List<PkSample> hurt) {
        SpecimenList list = new SpecimenList(study);
        study.pk().forEach(list::plasma);
        hurt.forEach(list::plasma);
        study.ada().forEach(list::serum);
        study.cells().forEach(list::blood);
        study.subjects().forEach(list::neverGiven);
        FOLLOWED_TWICE.forEach(list::secondFollowUp);
        List<String> lines = new ArrayList<>();
        lines.add("STUDYID,SUBJID,VISIT,TPT,SPEC,TEST,ACCESSION,STATUS,PLANNED,COLLECTED,SITE COMMENT");
        lines.addAll(list.rows);
        LocalDate last = study.ada().get(study.ada().size() - 1).collected().toLocalDate();
        return new LabFile(
                LIST,
                "P003_expected_specimens.csv",
                last.plusDays(DAYS_TO_SECOND_FOLLOW_UP),
                LabFiles.lines(lines, "\n").getBytes(UTF_8),
                "expected specimens");
    }

    /** How many specimens of injections that were never given it has. */
    static int neverGiven(SyntheticStudy study) {
        return study.subjects().stream()
                .mapToInt(s -> StudyGenerator.PLANNED_INJECTIONS - s.injectionsGiven())
                .sum();
    }

    /** How many it has that no laboratory reports. */
    static int lost() {
        return FOLLOWED_TWICE.size();
    }

    private void plasma(PkSample sample) {
        LocalDate planned = sample.doseTime().plusHours(sample.elapsedHours()).toLocalDate();
        String status = sample.drawn().isPresent() ? COLLECTED : NOT_DONE;
        row(
                sample.subject(),
                "Injection " + sample.injection(),
                sample.timePoint(),
                "Plasma",
                "PK",
                sample.accession(),
                status,
                planned,
                sample.drawn().orElse(null));
    }

    private void serum(AdaSample sample) {
        serum(sample.subject(), sample.visit(), sample.accession(), sample.collected());
    }

    private void serum(String subject, String visit, String accession, LocalDateTime collected) {
        row(subject, visit, "", "Serum", "ADA", accession, COLLECTED, collected.toLocalDate(), collected);
    }

    private void blood(CellSample sample) {
        row(
                sample.subject(),
                sample.visit(),
                "",
                "EDTA blood",
                "CD8",
                sample.accession(),
                COLLECTED,
                sample.collected().toLocalDate(),
                sample.collected());
    }

    /** Planned, and never to be: before each injection a plasma sample would have been drawn. */
    private void neverGiven(Subject subject) {
        for (int number = subject.injectionsGiven() + 1; number <= StudyGenerator.PLANNED_INJECTIONS; number++) {
            LocalDate planned = subject.enrolled().plusDays((number - 1L) * DAYS_BETWEEN_INJECTIONS);
            row(subject.number(), "Injection " + number, "PRE", "Plasma", "PK", "", NOT_DONE, planned, null);
        }
    }

    private void secondFollowUp(int subject) {
        String number = study.subjects().get(subject).number();
        LocalDateTime first = study.ada().stream()
                .filter(s -> s.subject().equals(number) && s.visit().equals("Follow-up"))
                .findFirst()
                .orElseThrow()
                .collected();
        LocalDateTime second = first.plusDays(DAYS_TO_SECOND_FOLLOW_UP);
        serum(number, "Follow-up 2", "AD-80" + StudyGenerator.padded(subject, 4), second);
    }

    private void row(
            String subject,
            String visit,
            String timePoint,
            String specimen,
            String test,
            String accession,
            String status,
            LocalDate planned,
            LocalDateTime collected) {
        rows.add(String.join(
                ",",
                SyntheticStudy.STUDY,
                subject,
                visit,
                timePoint,
                specimen,
                test,
                accession,
                status,
                planned.toString(),
                collected == null ? "" : TIME.format(collected),
                rows.size() % 10 == 3 ? "seen by " + LabFiles.DECOY_INITIALS : ""));
    }
}
