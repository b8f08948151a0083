package io.assayhub.boot.demo;

import io.assayhub.boot.demo.Concentration.AboveLimit;
import io.assayhub.boot.demo.Concentration.BelowLimit;
import io.assayhub.boot.demo.Concentration.NotDone;
import io.assayhub.boot.demo.Concentration.Quantified;
import io.assayhub.boot.demo.SyntheticStudy.Injection;
import io.assayhub.boot.demo.SyntheticStudy.PkCorrection;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The plasma samples of a synthetic study and what its laboratory first got wrong.
 *
 * @param samples by planned draw time, accessions rising, cut into {@link #BATCHES} batches of about equal size
 * @param corrections {@link #CORRECTED} samples of batch {@link #CORRECTED_BATCH} whose first report was wrong
 */
record PlasmaSampling(List<PkSample> samples, List<PkCorrection> corrections) {

    static final int BATCHES = 5;
    static final int CORRECTED_BATCH = 2;
    static final int CORRECTED = 6;

    /** Invented: the trial's own sampling times are not public. */
    private static final List<Integer> ELAPSED_HOURS = List.of(0, 1, 2, 4, 8, 24, 48, 96, 168);

    private static final double NOT_DRAWN = 0.02;
    private static final double DILUTED_FOR_NO_NEED = 0.04;
    private static final int DILUTION = 10;

    /** Of the samples above the upper limit, the first and then every n-th was too small to be diluted. */
    private static final int TOO_SMALL_TO_DILUTE = 5;

    private static final List<BigDecimal> WRONG_BY =
            List.of(new BigDecimal("1.2"), new BigDecimal("1.35"), new BigDecimal("1.5"));

    /** A draw that is planned: everything but where it lands in the laboratory's books. */
    private record Planned(
            String subject,
            int injection,
            int hours,
            LocalDateTime dose,
            LocalDateTime draw,
            boolean drawn,
            boolean diluteAnyway,
            double actual) {}

    static PlasmaSampling of(List<Subject> subjects, List<Injection> injections, Random random) {
        List<Planned> planned = new ArrayList<>();
        for (Subject subject : subjects) {
            PlasmaModel model = PlasmaModel.draw(random);
            for (int injection : List.of(1, subject.injectionsGiven())) {
                LocalDateTime dose = StudyGenerator.given(injections, subject.number(), injection);
                ELAPSED_HOURS.forEach(hours -> planned.add(plan(subject, injection, hours, dose, model, random)));
            }
        }
        planned.sort(Comparator.comparing(Planned::draw).thenComparing(Planned::subject));
        List<PkSample> samples = new ArrayList<>();
        int above = 0;
        for (Planned draw : planned) {
            BigDecimal value = PlasmaModel.printed(draw.actual());
            boolean exceeds = draw.drawn() && value.compareTo(SyntheticStudy.PK_ULOQ) > 0;
            boolean tooSmall = exceeds && above++ % TOO_SMALL_TO_DILUTE == 0;
            int dilution = draw.drawn() && !tooSmall && (exceeds || draw.diluteAnyway()) ? DILUTION : 1;
            int number = samples.size();
            samples.add(new PkSample(
                    "PK-" + StudyGenerator.padded(number + 1, 6),
                    draw.subject(),
                    draw.injection(),
                    draw.hours() == 0 ? "PRE" : draw.hours() + "H",
                    draw.hours(),
                    draw.dose(),
                    draw.drawn() ? Optional.of(draw.draw()) : Optional.empty(),
                    1 + number * BATCHES / planned.size(),
                    dilution,
                    draw.drawn() ? reported(value, dilution) : new NotDone()));
        }
        return new PlasmaSampling(samples, corrections(samples));
    }

    private static Planned plan(
            Subject subject, int injection, int hours, LocalDateTime dose, PlasmaModel model, Random random) {
        long minutes = hours == 0
                ? -5L - random.nextInt(25)
                : 60L * hours + (hours < 24 ? random.nextInt(6) : random.nextInt(61) - 30);
        double typical = model.concentration(new BigDecimal(subject.doseMg()), hours);
        double actual = PlasmaModel.vary(random, typical, 0.10);
        boolean drawn = random.nextDouble() >= NOT_DRAWN;
        boolean diluteAnyway = random.nextDouble() < DILUTED_FOR_NO_NEED
                && actual > 2.0 * DILUTION * SyntheticStudy.PK_LLOQ.doubleValue();
        return new Planned(
                subject.number(), injection, hours, dose, dose.plusMinutes(minutes), drawn, diluteAnyway, actual);
    }

    private static Concentration reported(BigDecimal value, int dilution) {
        BigDecimal factor = BigDecimal.valueOf(dilution);
        BigDecimal upper = SyntheticStudy.PK_ULOQ.multiply(factor);
        if (value.compareTo(SyntheticStudy.PK_LLOQ.multiply(factor)) < 0) {
            return new BelowLimit();
        }
        return value.compareTo(upper) > 0 ? new AboveLimit(upper) : new Quantified(value);
    }

    /**
     * The highest values of first profiles first: they decide Cmax, so a hub that misses the correction shows another
     * summary.
     */
    private static List<PkCorrection> corrections(List<PkSample> samples) {
        List<PkSample> chosen = samples.stream()
                .filter(s -> s.batch() == CORRECTED_BATCH && s.elapsedHours() > 0)
                .filter(s -> s.result() instanceof Quantified || s.result() instanceof BelowLimit)
                .sorted(Comparator.comparing((PkSample s) -> s.injection() != 1)
                        .thenComparing(s -> s.result().amount().orElse(BigDecimal.ZERO), Comparator.reverseOrder()))
                .limit(CORRECTED)
                .sorted(Comparator.comparing(PkSample::accession))
                .toList();
        List<PkCorrection> corrections = new ArrayList<>();
        for (PkSample sample : chosen) {
            BigDecimal wrongBy = WRONG_BY.get(corrections.size() % WRONG_BY.size());
            BigDecimal base = sample.result().amount().orElse(SyntheticStudy.PK_LLOQ);
            BigDecimal wrong = PlasmaModel.printed(base.multiply(wrongBy));
            corrections.add(new PkCorrection(sample.accession(), reported(wrong, sample.dilution())));
        }
        return corrections;
    }
}
