package io.assayhub.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * What a list or a plot shows of an Observation (FHIR R4) as the hub writes it, see docs/observations.md.
 *
 * @param kind the last part of its profile's address, such as {@code pk-concentration}; null if it claims none
 * @param analyte the first code, or null
 * @param title the code's own words, else the code
 * @param elapsed hours since the reference, as planned, else as the two times say; null if neither is told
 * @param collected when the sample was collected or its collection began, as it stands there, or null
 * @param collectedMs the same in milliseconds since 1970, its earliest moment if it is less exact; null without one
 * @param shown the value as a person reads it; empty if there is none
 * @param number the value as a number; of one below or above a limit the limit
 * @param below -1 below a limit, 1 above one, else 0
 * @param lower limit of quantification, or null
 * @param upper limit of quantification, or null
 */
public record ObservationFacts(
        String kind,
        String analyte,
        String title,
        String accession,
        String specimen,
        String visit,
        String timepoint,
        Double elapsed,
        String collected,
        Long collectedMs,
        String shown,
        Double number,
        int below,
        Double lower,
        Double upper,
        String unit,
        String interpretation,
        String tier) {

    /** The first resource of a type in a Bundle; missing if there is none. */
    public static JsonNode resource(JsonNode bundle, String type) {
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (type.equals(resource.path("resourceType").asText())) {
                return resource;
            }
        }
        return bundle.path("none");
    }

    static ObservationFacts of(JsonNode observation) {
        JsonNode specimen = observation.path("contained").path(0);
        JsonNode planned = extension(observation, "/planned-timepoint");
        JsonNode limits = extension(observation, "/quantification-limits");
        JsonNode quantity = observation.path("valueQuantity");
        String comparator = quantity.path("comparator").asText("");
        String collected = text(observation.path("effectiveDateTime"));
        if (collected == null) {
            collected = text(observation.path("effectivePeriod").path("start"));
        }
        return new ObservationFacts(
                kind(observation),
                text(observation.path("code").path("coding").path(0).path("code")),
                title(observation.path("code")),
                text(specimen.path("accessionIdentifier").path("value")),
                title(specimen.path("type")),
                text(extension(planned, "visit").path("valueString")),
                text(extension(planned, "tpt").path("valueString")),
                elapsed(planned, collected),
                collected,
                millis(collected),
                shown(observation),
                number(quantity.path("value")),
                comparator.startsWith("<") ? -1 : comparator.startsWith(">") ? 1 : 0,
                number(extension(limits, "lower").path("valueQuantity").path("value")),
                number(extension(limits, "upper").path("valueQuantity").path("value")),
                text(quantity.path("unit")),
                text(observation
                        .path("interpretation")
                        .path(0)
                        .path("coding")
                        .path(0)
                        .path("code")),
                text(extension(observation, "/assay-tier").path("valueCode")));
    }

    private static Double elapsed(JsonNode planned, String collected) {
        JsonNode duration = extension(planned, "elapsed").path("valueDuration");
        if (duration.path("value").isNumber()) {
            double value = duration.path("value").asDouble();
            return switch (duration.path("code").asText("h")) {
                case "min" -> value / 60;
                case "d" -> value * 24;
                case "wk" -> value * 168;
                default -> value;
            };
        }
        String reference = text(extension(planned, "refDateTime").path("valueDateTime"));
        boolean exact = reference != null && reference.contains("T") && collected != null && collected.contains("T");
        Long from = exact ? millis(reference) : null;
        Long to = exact ? millis(collected) : null;
        return from == null || to == null ? null : Math.round((to - from) / 36_000.0) / 100.0;
    }

    private static String kind(JsonNode observation) {
        String profile = text(observation.path("meta").path("profile").path(0));
        return profile == null ? null : profile.substring(profile.lastIndexOf('/') + 1);
    }

    /** A concept's text, else the words or the code of its first coding. */
    private static String title(JsonNode concept) {
        JsonNode coding = concept.path("coding").path(0);
        String display = text(coding.path("display"));
        String words = display == null ? text(concept.path("text")) : display;
        return words == null ? text(coding.path("code")) : words;
    }

    /** The value as a person reads it, such as {@code < 1.0 ng/mL} or {@code Positive}; empty if there is none. */
    public static String shown(JsonNode observation) {
        JsonNode quantity = observation.path("valueQuantity");
        if (quantity.hasNonNull("value")) {
            String comparator = quantity.path("comparator").asText("");
            String value = (comparator.isEmpty() ? "" : comparator + " ")
                    + quantity.path("value").decimalValue().toPlainString();
            String unit = quantity.path("unit").asText("");
            return unit.isEmpty() ? value : value + " " + unit;
        }
        if (observation.has("valueCodeableConcept")) {
            String words = title(observation.path("valueCodeableConcept"));
            return words == null ? "" : words;
        }
        for (String element :
                new String[] {"valueString", "valueInteger", "valueDateTime", "valueTime", "valueBoolean"}) {
            if (observation.hasNonNull(element)) {
                return observation.path(element).asText();
            }
        }
        if (observation.has("valueRatio")) {
            JsonNode ratio = observation.path("valueRatio");
            return ratio.path("numerator").path("value").asText() + ":"
                    + ratio.path("denominator").path("value").asText();
        }
        return observation.has("dataAbsentReason")
                ? "absent: "
                        + observation
                                .path("dataAbsentReason")
                                .path("coding")
                                .path(0)
                                .path("code")
                                .asText("unknown")
                : "";
    }

    /** The extension whose address ends so, or is this name. */
    private static JsonNode extension(JsonNode element, String ending) {
        for (JsonNode extension : element.path("extension")) {
            if (extension.path("url").asText().endsWith(ending)) {
                return extension;
            }
        }
        return element.path("none");
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    private static Double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }

    /** The earliest moment of a FHIR dateTime, which may be a year, a month or a day; a day begins in UTC. */
    static Long millis(String dateTime) {
        if (dateTime == null) {
            return null;
        }
        try {
            return switch (dateTime.length()) {
                case 4 -> start(Year.parse(dateTime).atDay(1));
                case 7 -> start(YearMonth.parse(dateTime).atDay(1));
                case 10 -> start(LocalDate.parse(dateTime));
                default -> OffsetDateTime.parse(dateTime).toInstant().toEpochMilli();
            };
        } catch (DateTimeParseException e) {
            return null; // Shown as it stands, and in no order of time.
        }
    }

    private static long start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
