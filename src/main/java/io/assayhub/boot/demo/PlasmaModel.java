package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

/**
 * One-compartment model with first-order absorption for one synthetic subject. Its constants were chosen so that low
 * doses stay below the limit of quantification and the highest crosses the upper one; they are no estimate of anything.
 *
 * <p>{@link StrictMath} only: {@code Math.exp} may differ in the last digit between machines, and a last digit decides
 * a rounding.
 *
 * @param volumeLitres apparent volume of distribution
 * @param absorption first-order rate, 1/h
 * @param elimination first-order rate, 1/h, different from {@code absorption}
 */
record PlasmaModel(double volumeLitres, double absorption, double elimination) {

    private static final double TYPICAL_VOLUME_LITRES = 105.0;
    private static final double TYPICAL_ABSORPTION = 0.12;
    private static final double TYPICAL_ELIMINATION = 0.03;
    private static final int SIGNIFICANT_DIGITS = 3;

    /** Draws a subject: log-normal variability of about 35 % in volume and 20 % in the rates. */
    static PlasmaModel draw(Random random) {
        return new PlasmaModel(
                vary(random, TYPICAL_VOLUME_LITRES, 0.35),
                vary(random, TYPICAL_ABSORPTION, 0.20),
                vary(random, TYPICAL_ELIMINATION, 0.20));
    }

    /** The typical value times a log-normal factor. */
    static double vary(Random random, double typical, double deviation) {
        return typical * StrictMath.exp(deviation * random.nextGaussian());
    }

    /** Plasma concentration in ng/mL, {@code hours} after a single dose; 0 before and at the dose. */
    double concentration(BigDecimal doseMg, double hours) {
        double nanogramPerMillilitre = doseMg.doubleValue() * 1000.0 / volumeLitres;
        double shape = absorption
                / (absorption - elimination)
                * (StrictMath.exp(-elimination * hours) - StrictMath.exp(-absorption * hours));
        return nanogramPerMillilitre * shape;
    }

    /** A value as the laboratory prints it: three significant digits, trailing zeros kept, no exponent. */
    static BigDecimal printed(double value) {
        return printed(new BigDecimal(value));
    }

    /** A value as the laboratory prints it: three significant digits, trailing zeros kept, no exponent. */
    static BigDecimal printed(BigDecimal value) {
        BigDecimal rounded = value.round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_UP));
        int digitsBeforePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, SIGNIFICANT_DIGITS - digitsBeforePoint), RoundingMode.UNNECESSARY);
    }
}
