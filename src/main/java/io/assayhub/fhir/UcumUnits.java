package io.assayhub.fhir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/**
 * Says which texts are units of the Unified Code for Units of Measure (UCUM 2.1, case sensitive), which of them measure
 * the same, and converts in decimal between those that do. For use by several threads.
 *
 * <p>To UCUM an annotation in braces means nothing, so that a titer, a percentage and spots for a million cells are one.
 * Here they are not: of units without a dimension only those are comparable that begin with the same annotation, or have
 * none. Arbitrary units (UCUM 2.1, section 24) are comparable only with themselves.
 */
public final class UcumUnits {
    private static final int REMEMBERED = 2_000;
    private static final Pattern ARBITRARY = Pattern.compile("<unit [^>]*?Code=\"([^\"]+)\"[^>]*?isArbitrary=\"yes\"");
    private static final Pattern ANNOTATION = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern BRACKETS = Pattern.compile("\\[[^\\[\\]]*]");

    private static final int LONGEST = 64;

    /** The library multiplies as often as an exponent says, with ever more digits: mP521 takes it twenty seconds. */
    private static final int MOST_EXPONENTS = 60;

    private static final Pattern EXPONENT = Pattern.compile("(?<=[^\\d./(+-])[+-]?(\\d+)");

    private final UcumEssenceService service;
    private final Set<String> arbitrary;
    private final Map<String, Boolean> comparable = new ConcurrentHashMap<>();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    public UcumUnits() {
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            if (essence == null) {
                throw new IllegalStateException("ucum-essence.xml is not on the class path");
            }
            byte[] table = essence.readAllBytes();
            service = new UcumEssenceService(new ByteArrayInputStream(table));
            arbitrary = ARBITRARY
                    .matcher(new String(table, StandardCharsets.UTF_8))
                    .results()
                    .map(unit -> unit.group(1))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException | UcumException e) {
            throw new IllegalStateException("the UCUM table cannot be read", e);
        }
    }

    /**
     * By what a value in one unit is multiplied to be one in the other; empty if they are not comparable, are arbitrary or
     * titers and differ, or the conversion is no plain factor, as between temperatures.
     */
    public Optional<BigDecimal> factor(String from, String to) {
        if (from.equals(to)) {
            return Optional.of(BigDecimal.ONE);
        }
        if (!isComparable(from, to) || !arbitraryIn(from).isEmpty() || isTiter(from)) {
            return Optional.empty();
        }
        try {
            boolean shifted =
                    new BigDecimal(service.convert(new Decimal("0"), from, to).asDecimal()).signum() != 0;
            return shifted
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(
                            service.convert(new Decimal("1"), from, to).asDecimal()));
        } catch (UcumException e) {
            return Optional.empty();
        }
    }

    /** Whether both are UCUM units and measure the same, so that values in them can be compared. */
    public boolean isComparable(String one, String other) {
        if (one.equals(other)) {
            return isUnit(one);
        }
        String key = one + '\n' + other;
        Boolean answer = comparable.get(key);
        if (answer == null) {
            answer = isUnit(one) && isUnit(other) && measureTheSame(one, other);
            if (comparable.size() < REMEMBERED) {
                comparable.put(key, answer);
            }
        }
        return answer;
    }

    private boolean measureTheSame(String one, String other) {
        try {
            return service.isComparable(one, other)
                    && arbitraryIn(one).equals(arbitraryIn(other))
                    && (!service.isComparable(one, "1") || firstAnnotation(one).equals(firstAnnotation(other)));
        } catch (UcumException e) {
            return false;
        }
    }

    private List<String> arbitraryIn(String unit) {
        return BRACKETS.matcher(unit)
                .results()
                .map(MatchResult::group)
                .filter(arbitrary::contains)
                .toList();
    }

    private static String firstAnnotation(String unit) {
        Matcher annotation = ANNOTATION.matcher(unit);
        return annotation.find() ? annotation.group(1) : "";
    }

    private static boolean isTiter(String unit) {
        return firstAnnotation(unit).equals("titer");
    }

    /** {@code , did you mean 'ug/mL'?} for what is often written in place of a UCUM unit, else nothing. */
    public String hint(String text) {
        return likely(text).map(unit -> ", did you mean '" + unit + "'?").orElse("");
    }

    /** The UCUM unit that was probably meant. */
    public Optional<String> likely(String text) {
        String plain = text.strip()
                .replace("µ", "u")
                .replace("μ", "u")
                .replace("mcg", "ug")
                .replace("×", "")
                .replaceAll("^(hrs?|hours?)$", "h")
                .replaceAll("x? ?10(\\^|E|e)(\\d)", "10*$2")
                .replaceAll("(?<![\\[{A-Za-z])I?U(?![\\]}A-Za-z])", "[IU]")
                .replaceAll("(?<![{A-Za-z])(cells?|titer|ratio|spots|SFC|SFU)(?![}A-Za-z])", "{$1}");
        for (String likely : List.of(litres(plain), litres(plain.toLowerCase(Locale.ROOT)), plain)) {
            if (isUnit(likely)) {
                return Optional.of(likely);
            }
        }
        return Optional.empty();
    }

    private static String litres(String unit) {
        return unit.replaceAll("/([umdn]?)l$", "/$1L");
    }

    /** The sum of its exponents without their signs. */
    private static long exponents(String text) {
        return EXPONENT.matcher(text)
                .results()
                .mapToLong(exponent -> Long.parseLong(exponent.group(1)
                        .substring(0, Math.min(9, exponent.group(1).length()))))
                .sum();
    }

    /** Whether the text is a UCUM unit as it stands, and one that somebody might measure in. */
    public boolean isUnit(String text) {
        Boolean answer = known.get(text);
        if (answer == null) {
            answer = !text.isEmpty()
                    && text.length() <= LONGEST
                    && exponents(text) <= MOST_EXPONENTS
                    && service.validate(text) == null;
            if (known.size() < REMEMBERED) {
                known.put(text, answer);
            }
        }
        return answer;
    }
}
