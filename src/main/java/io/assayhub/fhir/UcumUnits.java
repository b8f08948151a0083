package io.assayhub.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
