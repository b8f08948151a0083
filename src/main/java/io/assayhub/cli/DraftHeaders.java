package io.assayhub.cli;

import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what a column may mean by its header: SDTM's variable names, or words in English, German and French. */
final class DraftHeaders {
    /** A meaning that a header suggests; of two the greater weight is right more often. */
    record Suggestion(Meaning meaning, int weight) {}

    private record Rule(Meaning meaning, int weight, Pattern header) {}

    private static final int SDTM_WEIGHT = 100;
    private static final Pattern TESTCD = Pattern.compile("([A-Z]{2})TESTCD");
    private static final Pattern UNIT =
            Pattern.compile("(?:.* )?(?:units?|unites?|einheit|uom)|.*orresu|(?:unit|unite|einheit) (?:of|de|der) .*");

    /** Names that SDTM gives in every domain. */
    private static final Map<String, Meaning> SDTM = Map.of(
            "STUDYID", Meaning.STUDY,
            "USUBJID", Meaning.SUBJECT,
            "SITEID", Meaning.SITE,
            "VISITNUM", Meaning.VISIT_NUMBER,
            "VISIT", Meaning.VISIT_NAME);

    /** What follows the domain's two letters. */
    private static final Map<String, Meaning> SDTM_SUFFIXES = Map.ofEntries(
            Map.entry("TESTCD", Meaning.ANALYTE),
            Map.entry("TEST", Meaning.ANALYTE_NAME),
            Map.entry("STOPO", Meaning.TIER),
            Map.entry("SPEC", Meaning.SPECIMEN_TYPE),
            Map.entry("REFID", Meaning.SPECIMEN_ACCESSION),
            Map.entry("SPCCND", Meaning.SPECIMEN_CONDITION),
            Map.entry("DTC", Meaning.SPECIMEN_COLLECTED),
            Map.entry("ENDTC", Meaning.SPECIMEN_COLLECTED_END),
            Map.entry("ORRES", Meaning.MEASUREMENT),
            Map.entry("LLOQ", Meaning.LOWER_LIMIT),
            Map.entry("ULOQ", Meaning.UPPER_LIMIT),
            Map.entry("REASND", Meaning.REASON),
            Map.entry("NAM", Meaning.LABORATORY),
            Map.entry("METHOD", Meaning.METHOD),
            Map.entry("RUNID", Meaning.RUN),
            Map.entry("REPNUM", Meaning.REPLICATE),
            Map.entry("TPTNUM", Meaning.TIMEPOINT_NUMBER),
            Map.entry("TPT", Meaning.TIMEPOINT_NAME),
            Map.entry("ELTM", Meaning.TIMEPOINT_ELAPSED),
            Map.entry("TPTREF", Meaning.TIMEPOINT_REFERENCE),
            Map.entry("RFTDTC", Meaning.TIMEPOINT_REFERENCE_TIME));

    private static final String NO =
            "(?: (?:id|ids|no|nr|num|number|numero|nummer|code|identifier|identification|ref|label))?";
    private static final String DATE = "(?:date|time|datetime|datum|zeit|heure|uhrzeit|dtm)";
    private static final String AT = "(?: (?:and )?" + DATE + ")*";
    private static final String DRAWN = "(?:specimen |sample |blood |pk )?(?:collect\\w*|draw|drawn|sampling|sampled|"
            + "prelevement|preleve|entnahme\\w*|probenahme\\w*|abnahme\\w*|bleed)";
    private static final String TESTED = "(?:analysis|analy[sz]ed|assay|assayed|run|tested|test|measured|measurement|"
            + "mesure|messung|analyse|analysen\\w*)";

    private static final List<Rule> RULES = rules();

    private DraftHeaders() {}

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        add(rules, Meaning.STUDY, 90, "(?:study|etude|studie|protocol|protocole|protokoll|trial)" + NO + "|studyid");
        add(rules, Meaning.SITE, 80, "(?:site|center|centre|zentrum)" + NO + "|siteid");
        add(rules, Meaning.SUBJECT, 95, "usubjid|unique subject" + NO);
        add(
                rules,
                Meaning.SUBJECT,
                90,
                "(?:subject|patient|sujet|proband|patienten|participant|subj|pat)" + NO
                        + "|(?:no|n|numero|nummer) (?:du |de )?(?:sujet|patient)|subjid|subjectid|patientid|patno|ptid"
                        + "|patientennummer|probandennummer");
        add(rules, Meaning.SUBJECT, 60, "(?:screening|randomi[sz]ation|enrol\\w*)" + NO + "|pid");
        add(rules, Meaning.ASSAY, 70, "assay(?: (?:id|code|name))?");
        add(rules, Meaning.ANALYTE, 90, "(?:analyte|analyt|test|parameter|param) ?(?:code|cd)|analyte|analyt|paramcd");
        add(
                rules,
                Meaning.ANALYTE,
                75,
                "(?:compound|parameter|parametre|test|substance|biomarker|cytokine)" + "(?: (?:id|code))?");
        add(
                rules,
                Meaning.ANALYTE_NAME,
                80,
                "(?:analyte|analyt|test|parameter|compound|biomarker) name|param"
                        + "|nom (?:de |d |du )?(?:analyte|test|parametre)");
        add(rules, Meaning.TIER, 80, "(?:assay |test )?(?:tier|palier|stufe)(?: (?:name|code))?");
        add(rules, Meaning.REPLICATE, 80, "(?:replicate|replikat|replicat|rep)" + NO);
        add(rules, Meaning.SPECIMEN_TYPE, 95, "(?:sample |specimen )?(?:matrix|matrice)(?: type)?|biomatrix");
        add(
                rules,
                Meaning.SPECIMEN_TYPE,
                85,
                "(?:specimen|sample) ?(?:type|material)|specimen|probenart|probentyp"
                        + "|probenmaterial|material|type (?:d |de )?echantillon");
        add(rules, Meaning.SPECIMEN_ACCESSION, 95, "accession" + NO + "|bar ?code");
        add(
                rules,
                Meaning.SPECIMEN_ACCESSION,
                90,
                "(?:sample|specimen|echantillon|proben?|tube|lims) ?"
                        + "(?:id|no|nr|num|number|numero|nummer|code|identifier|bar ?code|ref)|probennummer"
                        + "|(?:n|no|num|numero|id|code|ref) (?:d |de |du |l )*(?:echantillon|prelevement)");
        add(rules, Meaning.SPECIMEN_ACCESSION, 60, "sample(?: name)?|specimen|echantillon|probe");
        add(
                rules,
                Meaning.SPECIMEN_COLLECTED,
                90,
                DRAWN + AT + "|(?:sample|specimen)(?: " + DATE + ")+|" + DATE + "(?: " + DATE
                        + ")* (?:of |de |du |d |der )*" + DRAWN);
        add(rules, Meaning.SPECIMEN_COLLECTED_END, 95, DRAWN + " (?:end|stop|fin|ende)" + AT);
        add(
                rules,
                Meaning.SPECIMEN_RECEIVED,
                90,
                "(?:sample |specimen )?(?:received|receipt|reception|eingang\\w*)" + AT + "|" + DATE
                        + " (?:of |de |du )?(?:receipt|received|reception)");
        add(rules, Meaning.SPECIMEN_CONDITION, 80, "(?:sample |specimen )?condition");
        add(rules, Meaning.VISIT_NUMBER, 82, "(?:visit|visite) ?(?:no|nr|num|number|numero|nummer)");
        add(rules, Meaning.VISIT_NUMBER, 81, "visit|visite");
        add(rules, Meaning.VISIT_NUMBER, 40, "(?:injection|cycle|zyklus|occasion|period)(?: (?:no|nr|num|number))?");
        add(
                rules,
                Meaning.VISIT_NAME,
                80,
                "(?:study |nominal )?(?:visit|visite|besuch|termin)" + "(?: (?:id|name|label|code))?");
        String point = "(?:(?:nominal|planned|scheduled|pk|sampling|protocol) )?(?:time ?point|tpt|zeitpunkt)"
                + "(?: (?:name|label))?|(?:nominal|planned|scheduled|pk) time|temps(?: nominal)?|time";
        add(rules, Meaning.TIMEPOINT_NUMBER, 81, "(?:" + point + ")|(?:time ?point|tpt) (?:no|nr|num|number)");
        add(rules, Meaning.TIMEPOINT_NAME, 80, point);
        add(rules, Meaning.TIMEPOINT_ELAPSED, 80, "(?:planned )?elapsed(?: time)?");
        String dosed = "(?:last |previous )?(?:dose|dosing|administration|dosis|injection)";
        add(
                rules,
                Meaning.TIMEPOINT_REFERENCE_TIME,
                85,
                dosed + "(?: " + DATE + ")+|" + DATE + " (?:of |de |der |d )*" + "(?:last )?" + dosed);
        add(
                rules,
                Meaning.ANALYSED,
                85,
                TESTED + "(?: " + DATE + ")+|" + DATE + " (?:of |de |d |der )*" + TESTED
                        + "|analy[sz]ed|analysedatum|messdatum");
        add(
                rules,
                Meaning.MEASUREMENT,
                95,
                "(?:reported|final) (?:conc\\w*|value|result)|reportable(?: result)?|orres");
        add(
                rules,
                Meaning.MEASUREMENT,
                90,
                "results?|resultat|ergebnis|conc|concentration|konzentration|result value"
                        + "|(?:analyte |sample |test )(?:conc|concentration|result)|concentration value");
        add(
                rules,
                Meaning.MEASUREMENT,
                70,
                "(?:mean|calc|calculated|measured|observed) (?:conc\\w*|value|result)"
                        + "|value|wert|messwert|valeur|aval");
        add(rules, Meaning.MEASUREMENT, 60, "titer|titre|(?:ada |antibody )(?:result|status|titer|titre)");
        add(
                rules,
                Meaning.LOWER_LIMIT,
                90,
                "(?:assay )?(?:lloq|lower loq|loq)(?: value)?|lower limit(?: of .*)?"
                        + "|bestimmungsgrenze|untere bestimmungsgrenze|limite (?:inferieure|de quantification).*|liq");
        add(
                rules,
                Meaning.UPPER_LIMIT,
                90,
                "(?:assay )?(?:uloq|upper loq)(?: value)?|upper limit(?: of .*)?"
                        + "|obere bestimmungsgrenze|limite superieure.*");
        add(
                rules,
                Meaning.DILUTION,
                90,
                "(?:sample )?(?:dilution|verdunnung)(?: (?:factor|fold))?|df"
                        + "|verdunnungsfaktor|facteur de dilution");
        add(rules, Meaning.RUN, 90, "(?:assay |analytical |analysis )?(?:run|lauf|serie)" + NO + "|runid");
        add(rules, Meaning.PLATE, 90, "(?:assay )?(?:plate|platte|plaque)" + NO);
        add(
                rules,
                Meaning.INSTRUMENT,
                80,
                "(?:instrument|reader|gerat|automate|analy[sz]er|appareil)" + "(?: (?:id|name|serial|no))?");
        add(
                rules,
                Meaning.LABORATORY,
                80,
                "(?:performing |testing )?(?:lab|laboratory|labor|laboratoire)" + "(?: (?:name|code))?");
        add(rules, Meaning.METHOD, 80, "(?:assay |test |analytical )?(?:method|methode)(?: (?:id|name|code))?");
        add(rules, Meaning.STATUS, 80, "(?:result )?(?:status|statut)");
        add(rules, Meaning.REASON, 80, "reason(?: .*)?|motif|grund");
        return List.copyOf(rules);
    }

    private static void add(List<Rule> rules, Meaning meaning, int weight, String header) {
        rules.add(new Rule(meaning, weight, Pattern.compile(header)));
    }

    /** The two letters of the table's SDTM domain, if a header ends in TESTCD. */
    static Optional<String> sdtmDomain(List<String> headers) {
        return headers.stream()
                .map(h -> TESTCD.matcher(h.toUpperCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .findFirst();
    }

    /**
     * What a header suggests, the best first.
     *
     * @param header as it stands in the table
     * @param normal its words
     */
    static List<Suggestion> suggestions(String header, String normal, Optional<String> domain) {
        String name = header.toUpperCase(Locale.ROOT);
        List<Suggestion> found = new ArrayList<>();
        if (domain.isPresent()) {
            Meaning meaning = SDTM.get(name);
            if (meaning == null && name.startsWith(domain.get())) {
                meaning = SDTM_SUFFIXES.get(name.substring(2));
            }
            if (meaning != null) {
                return List.of(new Suggestion(meaning, SDTM_WEIGHT));
            }
        }
        for (Rule rule : RULES) {
            if (rule.header.matcher(normal).matches()) {
                found.add(new Suggestion(rule.meaning, rule.weight));
            }
        }
        found.sort((a, b) -> Integer.compare(b.weight, a.weight));
        return found;
    }

    /** Whether the header says that its column holds units. */
    static boolean isUnit(String normal) {
        return UNIT.matcher(normal).matches();
    }
}
