package io.assayhub.cli;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What words in laboratories' cells and headers usually mean, in English, German and French; lower case, no accents. */
final class DraftWords {
    /** Texts that stand for an empty cell. */
    static final Set<String> MISSING = Set.of("na", "n/a", "n.a.", ".", "-", "--", "null", "#n/a");

    private static final Map<String, List<String>> TOKENS = tokens();
    private static final Set<String> CODED = Set.of("positive", "negative", "indeterminate");

    private static final Map<String, Set<String>> CONTROLS = Map.of(
            "calibrator",
            Set.of("std", "stds", "standard", "cal", "calibrator", "cc", "cs", "kalibrator", "etalon", "calibrant"),
            "quality control",
            Set.of(
                    "qc",
                    "lqc",
                    "mqc",
                    "hqc",
                    "qcl",
                    "qcm",
                    "qch",
                    "control",
                    "ctrl",
                    "quality control",
                    "kontrolle",
                    "controle",
                    "controle qualite",
                    "qualitatskontrolle",
                    "positive control",
                    "negative control"),
            "blank",
            Set.of("blank", "blk", "blanc", "leerwert", "zero", "double blank"),
            "total",
            Set.of("total", "mean", "sd", "sum"));

    private static final Map<String, String> SPECIMENS = Map.ofEntries(
            Map.entry("plasma", "plasma"),
            Map.entry("plasma edta", "edta-plasma"),
            Map.entry("edta plasma", "edta-plasma"),
            Map.entry("k2edta plasma", "edta-plasma"),
            Map.entry("k2 edta plasma", "edta-plasma"),
            Map.entry("k3edta plasma", "edta-plasma"),
            Map.entry("k3 edta plasma", "edta-plasma"),
            Map.entry("serum", "serum"),
            Map.entry("blood", "whole-blood"),
            Map.entry("whole blood", "whole-blood"),
            Map.entry("vollblut", "whole-blood"),
            Map.entry("sang", "whole-blood"),
            Map.entry("sang total", "whole-blood"),
            Map.entry("edta blood", "edta-blood"),
            Map.entry("edta blut", "edta-blood"),
            Map.entry("urine", "urine"),
            Map.entry("urin", "urine"),
            Map.entry("pbmc", "pbmc"),
            Map.entry("pbmcs", "pbmc"));

    private static final Set<String> PERSON =
            Set.of(("initials initiales initialen surname firstname lastname prenom vorname nachname dob birth birthday"
                            + " birthdate brthdtc brthdat naissance geburt geburtsdatum geburtstag address adresse"
                            + " street phone telephone telefon tel mobile fax email mail mrn ssn nhs insurance operator"
                            + " operateur bediener analyst analyste technician technicien physician doctor arzt"
                            + " medecin investigator invnam invid nurse signature race ethnic ethnicity zip postcode"
                            + " reviewer reviewed signed")
                    .split(" "));
    private static final Pattern PERSON_PARTS = Pattern.compile(
            ".*(birthdat|dateofbirth|patientname|patname|subjectname|lastname|firstname|phonenumber|emailaddr).*"
                    + "|(.* )?by|(.* )?medical record.*|e mail.*|initial|(patient|subject|pat|subj) initial");
    private static final Set<String> NAMES = Set.of("name", "names", "nom", "noms");
    /** What may have a name without being a person. */
    private static final Set<String> NAMED = Set.of(
            ("analyte analyt test parameter assay visit visite study etude studie compound drug product treatment"
                            + " specimen sample echantillon lab laboratory labor laboratoire site center centre method"
                            + " methode run plate file population marker point timepoint group arm unit instrument tier"
                            + " matrix matrice project protocol client sponsor event column")
                    .split(" "));

    private static final Set<String> FREE_TEXT = Set.of(
            ("comment comments commentaire commentaires kommentar kommentare bemerkung bemerkungen remark remarks"
                            + " remarque remarques note notes coval freetext")
                    .split(" "));

    private DraftWords() {}

    private static Map<String, List<String>> tokens() {
        Map<String, List<String>> tokens = new LinkedHashMap<>();
        tokens.put("positive", List.of("pos", "positive", "positif", "positiv", "reactive", "positive confirmation"));
        tokens.put("negative", List.of("neg", "negative", "negatif", "negativ", "nonreactive", "non-reactive"));
        tokens.put("indeterminate", List.of("indeterminate", "inconclusive", "equivocal", "indetermine", "unbestimmt"));
        tokens.put(
                "below-limit",
                List.of(
                        "blq",
                        "bql",
                        "<blq",
                        "<bql",
                        "<lloq",
                        "< lloq",
                        "<loq",
                        "< loq",
                        "bloq",
                        "blloq",
                        "below lloq",
                        "below loq",
                        "below quantitation limit",
                        "below quantification limit",
                        "below limit of quantitation",
                        "below limit of quantification"));
        tokens.put(
                "above-limit",
                List.of(
                        "alq",
                        "aql",
                        ">alq",
                        ">aql",
                        ">uloq",
                        "> uloq",
                        "aloq",
                        "auloq",
                        "above uloq",
                        "above quantitation limit",
                        "above quantification limit",
                        "above limit of quantitation",
                        "above limit of quantification"));
        tokens.put(
                "not-done",
                List.of(
                        "ns",
                        "nd",
                        "qns",
                        "not done",
                        "no sample",
                        "not tested",
                        "not determined",
                        "not performed",
                        "insufficient",
                        "quantity not sufficient",
                        "non fait",
                        "nicht bestimmt"));
        tokens.put("pending", List.of("pending", "to follow", "en cours", "ausstehend"));
        tokens.put("invalid", List.of("invalid", "failed", "invalide", "ungultig"));
        return tokens;
    }

    /** Words of a text, lower case, without accents and signs; {@code SubjectID} is two words. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }

    /** The list of the feed's {@code tokens} that a result word belongs to, if it is known. */
    static Optional<String> tokenKind(String cell) {
        String word = Normalizer.normalize(cell, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        return TOKENS.entrySet().stream()
                .filter(e -> e.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static boolean isCoded(String cell) {
        return tokenKind(cell).filter(CODED::contains).isPresent();
    }

    /** The kinds of tokens in the order in which a feed lists them. */
    static List<String> tokenKinds() {
        return List.copyOf(TOKENS.keySet());
    }

    /** Why a row of this sample type is no result, if it is none. */
    static Optional<String> controlReason(String cell) {
        String word = normal(cell);
        return CONTROLS.entrySet().stream()
                .filter(e -> e.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The hub's code for a specimen in words, if it is known. */
    static Optional<String> specimen(String cell) {
        return Optional.ofNullable(SPECIMENS.get(normal(cell)));
    }

    /** Whether a column with this normal header may name or describe a person. */
    static boolean isPerson(String header) {
        List<String> words = Arrays.asList(header.split(" "));
        boolean named =
                words.stream().anyMatch(NAMES::contains) && words.stream().noneMatch(NAMED::contains);
        return named
                || words.stream().anyMatch(PERSON::contains)
                || PERSON_PARTS.matcher(header).matches();
    }

    /** Whether a column with this normal header is free text, where people write about people. */
    static boolean isFreeText(String header) {
        return Arrays.stream(header.split(" ")).anyMatch(FREE_TEXT::contains);
    }
}
