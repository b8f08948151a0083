package io.assayhub.boot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.assayhub.boot.demo.Concentration.AboveLimit;
import io.assayhub.boot.demo.Concentration.BelowLimit;
import io.assayhub.boot.demo.Concentration.Quantified;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a published Observation (FHIR R4, JSON) as a finding, with nothing but what stands in it.
 *
 * <p>Used elements: {@code status}, {@code code.coding.code}, {@code subject.identifier.value}, {@code valueQuantity},
 * {@code valueCodeableConcept}, and by the last segment of their url the extensions {@code planned-timepoint} (visit,
 * visitNum, tpt, elapsed) and {@code assay-tier}.
 */
final class ObservationFindings {

    private static final Pattern INJECTION = Pattern.compile("injection (\\d{1,4})");
    private static final Pattern DAY = Pattern.compile("day (\\d{1,4})");
    private static final Pattern HOURS = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)h");
    private static final BigDecimal HOURS_PER_DAY = new BigDecimal("24");

    private final JsonNode observation;
    private final String subject;
    private final JsonNode quantity;
    private final JsonNode planned;

    private ObservationFindings(JsonNode observation, String subject) {
        this.observation = observation;
        this.subject = subject;
        this.quantity = observation.path("valueQuantity");
        this.planned = extension(observation, "planned-timepoint");
    }

    /** Empty when the Observation was entered in error, has no value, names no subject or uses an unexpected unit. */
    static Optional<Finding> read(JsonNode observation) {
        String subject =
                observation.path("subject").path("identifier").path("value").asText();
        ObservationFindings reader = new ObservationFindings(observation, subject);
        if (subject.isEmpty()
                || "entered-in-error".equals(observation.path("status").asText())
                || !reader.hasValue()) {
            return Optional.empty();
        }
        Set<String> codes = codes(observation.path("code"));
        if (codes.contains("IMP321")) {
            return reader.plasma();
        }
        if (codes.contains("CD8-EM")) {
            return reader.effectorMemory();
        }
        return Optional.of(codes.contains("ADA-IMP321") ? reader.antibodies() : new Finding.Other(subject));
    }

    private boolean hasValue() {
        return quantity.has("value") || observation.has("valueCodeableConcept");
    }

    /** Empty in another unit; a finding without a figure when the planned time or a limit is not known. */
    private Optional<Finding> plasma() {
        if (isInAnotherUnitThan("ng/mL")) {
            return Optional.empty();
        }
        Optional<Integer> injection = number(INJECTION, visit()).or(this::visitNumber);
        Optional<BigDecimal> hours = elapsedHours();
        Optional<Concentration> concentration = concentration();
        if (injection.isEmpty() || hours.isEmpty() || concentration.isEmpty()) {
            return Optional.of(new Finding.Other(subject));
        }
        return Optional.of(new Finding.Plasma(subject, injection.get(), hours.get(), concentration.get()));
    }

    /** Empty for what is above a limit that is not stated: it has no amount. */
    private Optional<Concentration> concentration() {
        if (!quantity.has("value")) {
            boolean below = codes(observation.path("valueCodeableConcept")).contains("BLQ");
            return below ? Optional.of(new BelowLimit()) : Optional.empty();
        }
        BigDecimal value = quantity.path("value").decimalValue();
        return Optional.of(
                switch (quantity.path("comparator").asText()) {
                    case "<", "<=" -> new BelowLimit();
                    case ">", ">=" -> new AboveLimit(value);
                    default -> new Quantified(value);
                });
    }

    private Optional<Finding> effectorMemory() {
        if (isInAnotherUnitThan("%")) {
            return Optional.empty();
        }
        String visit = visit();
        Optional<Integer> day =
                "baseline".equals(visit) ? Optional.of(Finding.EffectorMemory.BASELINE) : number(DAY, visit);
        if (day.isEmpty() || !quantity.has("value")) {
            return Optional.of(new Finding.Other(subject));
        }
        return Optional.of(new Finding.EffectorMemory(
                subject, day.get(), quantity.path("value").decimalValue()));
    }

    private Finding antibodies() {
        Set<String> outcome = codes(observation.path("valueCodeableConcept"));
        return switch (extension(observation, "assay-tier").path("valueCode").asText()) {
            case "SCREEN" -> new Finding.AdaScreening(subject);
            case "CONFIRM" -> new Finding.AdaConfirmation(subject, outcome.contains("POS"));
            default -> new Finding.Other(subject);
        };
    }

    private boolean isInAnotherUnitThan(String unit) {
        return quantity.has("code") && !unit.equals(quantity.path("code").asText());
    }

    private String visit() {
        return extension(planned, "visit").path("valueString").asText().strip().toLowerCase(Locale.ROOT);
    }

    private Optional<Integer> visitNumber() {
        JsonNode number = extension(planned, "visitNum").path("valueDecimal");
        return number.canConvertToExactIntegral() ? Optional.of(number.intValue()) : Optional.empty();
    }

    private Optional<BigDecimal> elapsedHours() {
        JsonNode elapsed = extension(planned, "elapsed").path("valueDuration");
        BigDecimal value = elapsed.path("value").decimalValue();
        return switch (elapsed.has("value") ? elapsed.path("code").asText() : "") {
            case "h" -> Optional.of(value);
            case "d" -> Optional.of(value.multiply(HOURS_PER_DAY));
            default -> hoursOfTimePoint();
        };
    }

    private Optional<BigDecimal> hoursOfTimePoint() {
        String timePoint =
                extension(planned, "tpt").path("valueString").asText().strip().toLowerCase(Locale.ROOT);
        if ("pre".equals(timePoint)) {
            return Optional.of(BigDecimal.ZERO);
        }
        Matcher hours = HOURS.matcher(timePoint);
        return hours.matches() ? Optional.of(new BigDecimal(hours.group(1))) : Optional.empty();
    }

    private static Optional<Integer> number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Set<String> codes(JsonNode codeableConcept) {
        Set<String> codes = new HashSet<>();
        codeableConcept
                .path("coding")
                .forEach(coding -> codes.add(coding.path("code").asText()));
        return codes;
    }

    /** The first extension whose url ends in {@code name}; a missing node when there is none. */
    private static JsonNode extension(JsonNode element, String name) {
        for (JsonNode extension : element.path("extension")) {
            String url = extension.path("url").asText();
            if (name.equals(url.substring(url.lastIndexOf('/') + 1))) {
                return extension;
            }
        }
        return MissingNode.getInstance();
    }
}
