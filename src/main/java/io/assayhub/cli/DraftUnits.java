package io.assayhub.cli;

import io.assayhub.fhir.UcumUnits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses the UCUM unit that a laboratory's spelling stands for. */
final class DraftUnits {
    private static final Map<String, String> WORDS = Map.of(
            "titer", "{titer}",
            "titre", "{titer}",
            "pct", "%",
            "percent", "%",
            "sfc/10*6pbmc", "{SFC}/10*6{PBMC}",
            "ratio", "{ratio}");

    private final UcumUnits ucum = new UcumUnits();

    /** The UCUM code for a unit as sent, or empty if no respelling makes it one. */
    Optional<String> ucumOf(String sent) {
        String plain = sent.strip()
                .replace('\u00b5', 'u')
                .replace('\u03bc', 'u')
                .replace("mcg", "ug")
                .replace('^', '*')
                .replaceAll("\\s+", "");
        if (plain.isEmpty() || !plain.chars().anyMatch(c -> Character.isLetter(c) || c == '%')) {
            return Optional.empty();
        }
        if (plain.startsWith("%")) {
            return Optional.of("%");
        }
        String word = WORDS.get(plain.toLowerCase(Locale.ROOT));
        if (word != null) {
            return Optional.of(word);
        }
        String litre = lower(plain, "(?i)/[munpd]?l\\b").replaceAll("/([munpd]?)l\\b", "/$1L");
        String amount = lower(litre, "(?i)^[munpf]?(g|mol)(?=/)")
                .replaceAll("(?i)^(cells|copies|spots|events)(?=/)", "{$1}")
                .replaceAll("(?i)^AU(?=/)", "[arb'U]")
                .replaceAll("(?i)^IU(?=/)", "[IU]");
        return List.of(amount, litre, plain, sent.strip()).stream()
                .filter(ucum::isUnit)
                .findFirst();
    }

    private static String lower(String text, String part) {
        return java.util.regex.Pattern.compile(part)
                .matcher(text)
                .replaceAll(m -> m.group().toLowerCase(Locale.ROOT));
    }
}
