package io.assayhub.parse.elispot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Spot-forming cells in a million: (mean of the wells - mean of the background wells) / cells per well x 10^6, to two
 * decimals. Wells without a count are left out of a mean; a result below zero stays below zero.
 */
final class SpotResult {
    /** What stands in place of a result if the wells hold more than can be counted. */
    static final String TOO_NUMEROUS = "TNTC";

    /** What stands in place of a result if the background wells do. */
    static final String INVALID = "INVALID";

    /** What stands there if the sample has no background wells on the plate, or none with a count. */
    static final String NO_BACKGROUND = "NO BACKGROUND";

    private static final int DECIMALS = 2;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}(?:\\.\\d{1,3})?");
    private static final Pattern CELLS = Pattern.compile("[1-9]\\d{0,11}");

    private final PlateLayout layout;

    SpotResult(PlateLayout layout) {
        this.layout = layout;
    }

    /** The mean count of wells; empty if none was counted or one has more than can be. */
    String mean(List<String> wells) {
        List<BigDecimal> counted = counted(wells);
        return counted.isEmpty() || isOffScale(wells)
                ? ""
                : written(sum(counted).divide(BigDecimal.valueOf(counted.size()), DECIMALS, RoundingMode.HALF_EVEN));
    }

    /** The result; empty if no well was counted or the number of cells is none. */
    String of(List<String> wells, List<String> background, String cells) {
        if (isOffScale(wells)) {
            return TOO_NUMEROUS;
        }
        if (isOffScale(background)) {
            return INVALID;
        }
        List<BigDecimal> counted = counted(wells);
        List<BigDecimal> without = counted(background);
        if (!counted.isEmpty() && without.isEmpty()) {
            return NO_BACKGROUND;
        }
        if (counted.isEmpty() || !CELLS.matcher(cells).matches()) {
            return "";
        }
        // One division, so that nothing is rounded twice.
        BigDecimal n = BigDecimal.valueOf(counted.size());
        BigDecimal m = BigDecimal.valueOf(without.size());
        BigDecimal difference = sum(counted).multiply(m).subtract(sum(without).multiply(n));
        BigDecimal divisor = n.multiply(m).multiply(new BigDecimal(cells));
        return written(difference.multiply(MILLION).divide(divisor, DECIMALS, RoundingMode.HALF_EVEN));
    }

    private boolean isOffScale(List<String> wells) {
        return wells.stream().anyMatch(w -> layout.offScale().contains(w.toLowerCase(Locale.ROOT)));
    }

    private List<BigDecimal> counted(List<String> wells) {
        return wells.stream()
                .map(w -> w.replace(layout.decimal(), '.'))
                .filter(w -> COUNT.matcher(w).matches())
                .map(BigDecimal::new)
                .toList();
    }

    private static BigDecimal sum(List<BigDecimal> counts) {
        return counts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String written(BigDecimal number) {
        return number.toPlainString().replace('.', layout.decimal());
    }
}
