package io.assayhub.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/** Says which texts are units of the Unified Code for Units of Measure (UCUM 2.1, case sensitive). */
public final class UcumUnits {
    private static final int REMEMBERED = 2_000;
    private final UcumEssenceService service;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    public UcumUnits() {
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            if (essence == null) {
                throw new IllegalStateException("ucum-essence.xml is not on the class path");
            }
            service = new UcumEssenceService(essence);
        } catch (IOException | UcumException e) {
            throw new IllegalStateException("the UCUM table cannot be read", e);
        }
    }

    /**
     * By what a value in one unit is multiplied to be one in the other; empty if they measure different things or the
     * conversion is no plain factor, as between temperatures.
     */
    public Optional<BigDecimal> factor(String from, String to) {
        if (from.equals(to)) {
            return Optional.of(BigDecimal.ONE);
        }
        try {
            if (!isUnit(from) || !isUnit(to) || !service.isComparable(from, to)) {
                return Optional.empty();
            }
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

    /** Whether the text is a UCUM unit as it stands. */
    public boolean isUnit(String text) {
        Boolean answer = known.get(text);
        if (answer == null) {
            answer = !text.isEmpty() && text.length() <= 64 && service.validate(text) == null;
            if (known.size() < REMEMBERED) {
                known.put(text, answer);
            }
        }
        return answer;
    }
}
