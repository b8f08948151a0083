package io.assayhub.boot.demo;

import io.assayhub.boot.demo.SyntheticStudy.AdaSample;
import io.assayhub.boot.demo.SyntheticStudy.CellSample;
import io.assayhub.boot.demo.SyntheticStudy.Injection;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import io.assayhub.boot.demo.SyntheticStudy.Titer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Makes subjects, injections, antibodies and cells of a {@link SyntheticStudy}; plasma is {@link PlasmaSampling}'s.
 *
 * <p>Each part draws from a stream of its own, so that a change in one leaves the others as they were.
 * {@link Random} and not a newer generator: its algorithm is part of its contract.
 */
final class StudyGenerator {

    static final int PLANNED_INJECTIONS = 6;

    private static final int DAYS_BETWEEN_INJECTIONS = 14;
    private static final LocalDate FIRST_ENROLMENT = LocalDate.of(2006, 2, 6);
    private static final int DAYS_BETWEEN_ENROLMENTS = 17;
    private static final int WITH_ANTIBODIES = 5;
    private static final BigDecimal CELLS_RESPOND_ABOVE_MG = new BigDecimal("6");
    private static final double PARTLY_NOT_DETERMINED = 0.03;

    /** Dose escalation: whoever is left over after equal shares goes where there is something to measure. */
    private static final List<String> DOSE_LEVELS_MG = List.of("0.050", "0.250", "1.250", "6.250", "30.000");

    private static final List<Integer> SUBJECTS_PER_LEVEL = List.of(4, 4, 4, 4, 5);

    /** Ways in which 7 planned injections can be missing, as injections not given per subject who stopped. */
    private static final List<List<Integer>> DISCONTINUATIONS =
            List.of(List.of(1, 1, 1, 2, 2), List.of(1, 1, 2, 3), List.of(1, 1, 1, 1, 1, 2), List.of(2, 2, 3));

    private static final List<Titer> TITERS = List.of(
            new Titer(true, new BigDecimal("10")),
            new Titer(false, new BigDecimal("12.5")),
            new Titer(false, new BigDecimal("40")),
            new Titer(false, new BigDecimal("80")),
            new Titer(false, new BigDecimal("160")));

    private final long seed;

    StudyGenerator(long seed) {
        this.seed = seed;
    }

    SyntheticStudy generate() {
        List<Subject> subjects = subjects(stream(1));
        List<Injection> injections = injections(subjects, stream(2));
        PlasmaSampling plasma = PlasmaSampling.of(subjects, injections, stream(3));
        return new SyntheticStudy(
                seed,
                subjects,
                injections,
                plasma.samples(),
                plasma.corrections(),
                ada(subjects, injections, stream(4)),
                cells(subjects, injections, stream(5)));
    }

    private Random stream(int part) {
        return new Random(seed * 0x9E3779B97F4A7C15L + part);
    }

    private static List<Subject> subjects(Random random) {
        List<Integer> missing = new ArrayList<>(DISCONTINUATIONS.get(random.nextInt(DISCONTINUATIONS.size())));
        int count = SUBJECTS_PER_LEVEL.stream().mapToInt(Integer::intValue).sum();
        missing.addAll(Collections.nCopies(count - missing.size(), 0));
        Collections.shuffle(missing, random);
        List<Subject> subjects = new ArrayList<>();
        LocalDate enrolled = FIRST_ENROLMENT;
        for (int level = 0; level < DOSE_LEVELS_MG.size(); level++) {
            for (int i = 0; i < SUBJECTS_PER_LEVEL.get(level); i++) {
                int index = subjects.size();
                subjects.add(new Subject(
                        SyntheticStudy.STUDY + "-01-" + padded(index + 1, 4),
                        DOSE_LEVELS_MG.get(level),
                        enrolled,
                        PLANNED_INJECTIONS - missing.get(index)));
                enrolled = enrolled.plusDays(DAYS_BETWEEN_ENROLMENTS - 3L + random.nextInt(7));
            }
        }
        return subjects;
    }

    private static List<Injection> injections(List<Subject> subjects, Random random) {
        List<Injection> injections = new ArrayList<>();
        for (Subject subject : subjects) {
            for (int number = 1; number <= subject.injectionsGiven(); number++) {
                LocalDate day = subject.enrolled().plusDays((number - 1L) * DAYS_BETWEEN_INJECTIONS);
                LocalDateTime given = day.atTime(9, 0).plusMinutes(5L * random.nextInt(12));
                injections.add(new Injection(subject.number(), number, given));
            }
        }
        return injections;
    }

    private static List<AdaSample> ada(List<Subject> subjects, List<Injection> injections, Random random) {
        Set<String> immunised = someOf(subjects, WITH_ANTIBODIES, random);
        List<AdaSample> samples = new ArrayList<>();
        for (Subject subject : subjects) {
            boolean responds = immunised.contains(subject.number());
            LocalDateTime first = given(injections, subject.number(), 1);
            LocalDateTime last = given(injections, subject.number(), subject.injectionsGiven());
            samples.add(adaSample(subject, "Baseline", first.minusMinutes(20), false, random));
            for (int number : List.of(3, PLANNED_INJECTIONS)) {
                if (number <= subject.injectionsGiven()) {
                    LocalDateTime before =
                            given(injections, subject.number(), number).minusMinutes(20);
                    boolean positive = responds && random.nextInt(3) > 0;
                    samples.add(adaSample(subject, "Injection " + number, before, positive, random));
                }
            }
            samples.add(adaSample(subject, "Follow-up", last.plusDays(42).plusMinutes(35), responds, random));
        }
        samples.sort(Comparator.comparing(AdaSample::collected).thenComparing(AdaSample::subject));
        List<AdaSample> numbered = new ArrayList<>();
        for (AdaSample s : samples) {
            String accession = "AD-" + padded(numbered.size() + 1, 6);
            numbered.add(new AdaSample(
                    accession,
                    s.subject(),
                    s.visit(),
                    s.day(),
                    s.collected(),
                    s.screeningPositive(),
                    s.confirmedPositive(),
                    s.titer()));
        }
        return numbered;
    }

    private static AdaSample adaSample(
            Subject subject, String visit, LocalDateTime collected, boolean antibodies, Random random) {
        boolean unspecific = random.nextInt(16) == 0;
        Titer titer = TITERS.get(random.nextInt(TITERS.size()));
        boolean screening = antibodies || unspecific;
        return new AdaSample(
                "",
                subject.number(),
                visit,
                studyDay(subject, collected),
                collected,
                screening,
                screening ? Optional.of(antibodies) : Optional.empty(),
                antibodies ? Optional.of(titer) : Optional.empty());
    }

    private static List<CellSample> cells(List<Subject> subjects, List<Injection> injections, Random random) {
        List<CellSample> samples = new ArrayList<>();
        for (Subject subject : subjects) {
            double memory = 20 + random.nextInt(150) / 10.0;
            double active = 3 + random.nextInt(40) / 10.0;
            double count = 350 + random.nextInt(300);
            double response = new BigDecimal(subject.doseMg()).compareTo(CELLS_RESPOND_ABOVE_MG) > 0
                    ? 6 + random.nextInt(60) / 10.0
                    : 0;
            LocalDateTime first = given(injections, subject.number(), 1).minusMinutes(15);
            List<Integer> days = subject.injectionsGiven() >= 5 ? List.of(1, 29, 85) : List.of(1, 29);
            for (int day : days) {
                double rise = response * (day - 1) / 84;
                samples.add(new CellSample(
                        "",
                        subject.number(),
                        day == 1 ? "Baseline" : "Day " + day,
                        day,
                        first.plusDays(day - 1L),
                        determined(memory + rise + noise(random, 10), 1, random),
                        determined(active + rise / 2 + noise(random, 6), 1, random),
                        determined(count + 10 * rise + noise(random, 400), 0, random),
                        determined(92 + noise(random, 60), 1, random)));
            }
        }
        samples.sort(Comparator.comparing(CellSample::collected).thenComparing(CellSample::subject));
        List<CellSample> numbered = new ArrayList<>();
        for (CellSample s : samples) {
            String accession = "FC-" + padded(numbered.size() + 1, 6);
            numbered.add(new CellSample(
                    accession,
                    s.subject(),
                    s.visit(),
                    s.day(),
                    s.collected(),
                    s.effectorMemory(),
                    s.activated(),
                    s.count(),
                    s.viability()));
        }
        return numbered;
    }

    private static Optional<BigDecimal> determined(double value, int decimals, Random random) {
        return random.nextDouble() < PARTLY_NOT_DETERMINED
                ? Optional.empty()
                : Optional.of(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP));
    }

    /** Between minus and plus {@code tenths} tenths. */
    private static double noise(Random random, int tenths) {
        return (random.nextInt(2 * tenths + 1) - tenths) / 10.0;
    }

    private static Set<String> someOf(List<Subject> subjects, int howMany, Random random) {
        List<Subject> shuffled = new ArrayList<>(subjects);
        Collections.shuffle(shuffled, random);
        Set<String> chosen = new HashSet<>();
        shuffled.stream().limit(howMany).map(Subject::number).forEach(chosen::add);
        return chosen;
    }

    static LocalDateTime given(List<Injection> injections, String subject, int number) {
        return injections.stream()
                .filter(i -> i.subject().equals(subject) && i.number() == number)
                .findFirst()
                .orElseThrow()
                .given();
    }

    private static int studyDay(Subject subject, LocalDateTime collected) {
        return Math.toIntExact(
                collected.toLocalDate().toEpochDay() - subject.enrolled().toEpochDay() + 1);
    }

    /** The number with leading zeros, in ASCII digits whatever the machine's locale. */
    static String padded(int number, int digits) {
        String plain = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - plain.length())) + plain;
    }
}
