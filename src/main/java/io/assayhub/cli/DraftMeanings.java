package io.assayhub.cli;

import io.assayhub.model.Meaning;
import io.assayhub.model.ResultStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives each column of a sample at most one meaning and each meaning at most one column: the header suggests, the content
 * has to agree.
 */
final class DraftMeanings {
    private static final int MOST_UNITS = 30;
    private static final int MOST_WORDS = 50;

    private final DraftUnits units;
    private final char decimal;
    private final Optional<String> domain;
    private final List<DraftColumn> columns;
    private final Map<Meaning, DraftColumn> assigned = new EnumMap<>(Meaning.class);
    private final Map<Meaning, String> reasons = new EnumMap<>(Meaning.class);
    private final List<DraftColumn> unitColumns = new ArrayList<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    /** @param columns those with a header of their own */
    DraftMeanings(List<DraftColumn> columns, Optional<String> domain, char decimal, DraftUnits units) {
        this.columns = columns;
        this.domain = domain;
        this.decimal = decimal;
        this.units = units;
        keepBack();
        findUnits();
        assign();
        findAccession();
        findAnalyte();
    }

    Optional<DraftColumn> column(Meaning meaning) {
        return Optional.ofNullable(assigned.get(meaning));
    }

    /** The meanings found, in their declared order. */
    Map<Meaning, DraftColumn> assigned() {
        return assigned;
    }

    String reason(Meaning meaning) {
        return reasons.getOrDefault(meaning, "its header");
    }

    /** Headers that must not travel, with the reason. */
    Map<String, String> keptBack() {
        return kept;
    }

    boolean isFree(DraftColumn column) {
        return !taken.contains(column.index());
    }

    /** Frees the column of a meaning, for results that have columns of their own. */
    void release(Meaning meaning) {
        assigned.remove(meaning);
    }

    /** Free columns that could be a result by header and content. */
    List<DraftColumn> otherMeasurements() {
        return columns.stream()
                .filter(this::isFree)
                .filter(c -> c.filled() > 0 && fits(c, Meaning.MEASUREMENT))
                .filter(c -> suggestions(c).stream().anyMatch(s -> s.meaning() == Meaning.MEASUREMENT))
                .toList();
    }

    /** Free numeric columns whose header states their unit in brackets. */
    List<DraftColumn> wideMeasurements() {
        Set<String> notResults = Set.of("time", "temps", "zeit", "age", "weight", "height", "dose", "volume", "day");
        return columns.stream()
                .filter(this::isFree)
                .filter(c ->
                        c.bracketed() != null && units.ucumOf(c.bracketed()).isPresent())
                .filter(c -> c.filled() == 0 || fits(c, Meaning.MEASUREMENT))
                .filter(c -> List.of(c.normal().split(" ")).stream().noneMatch(notResults::contains))
                .toList();
    }

    /** The column that holds the units of a measurement or limit, if there is one. */
    Optional<DraftColumn> unitOf(Meaning meaning) {
        boolean limit = meaning != Meaning.MEASUREMENT;
        if (domain.isPresent()) {
            Optional<DraftColumn> standard = limit ? unitNamed(domain.get() + "STRESU") : Optional.empty();
            return standard.or(() -> unitNamed(domain.get() + "ORRESU"));
        }
        return unitColumns.stream()
                .filter(DraftMeanings::hasContent)
                .filter(c -> c.normal().matches(".*\\b(lloq|uloq|loq|limit)\\b.*") == limit)
                .findFirst()
                .or(() -> limit ? unitOf(Meaning.MEASUREMENT) : Optional.empty());
    }

    private Optional<DraftColumn> unitNamed(String header) {
        return unitColumns.stream()
                .filter(DraftMeanings::hasContent)
                .filter(c -> c.header().equalsIgnoreCase(header))
                .findFirst();
    }

    private static boolean hasContent(DraftColumn column) {
        return column.filled() > 0 || column.rows() == 0;
    }

    /** Why a column has no meaning although its header suggests one, if it does. */
    Optional<String> unfit(DraftColumn column) {
        return suggestions(column).stream().findFirst().map(s -> {
            DraftColumn other = assigned.get(s.meaning());
            String suggested = "its header says " + s.meaning().text();
            if (column.filled() == 0) {
                return suggested + ", but it is empty in all rows looked at";
            }
            return suggested
                    + (other != null
                            ? ", which '" + other.header() + "' carries already"
                            : s.meaning().kind() == Meaning.Kind.MOMENT
                                    ? ", but its cells are in no one date format that a feed reads"
                                    : ", but its cells are something else");
        });
    }

    private void keepBack() {
        for (DraftColumn column : columns) {
            String normal = DraftWords.normal(column.header());
            if (DraftWords.isPerson(normal)) {
                kept.put(column.header(), "looks like a person: it must not travel, ask the sender to leave it out");
            } else if (DraftWords.isFreeText(normal)) {
                kept.put(column.header(), "free text, which may name people: it must not travel");
            }
        }
        columns.stream().filter(c -> kept.containsKey(c.header())).forEach(c -> taken.add(c.index()));
    }

    private void findUnits() {
        for (DraftColumn column : columns) {
            boolean sdtm = domain.isPresent()
                    && column.header().toUpperCase(Locale.ROOT).matches(domain.get() + "(OR|ST)RESU");
            boolean named = sdtm
                    || (DraftHeaders.isUnit(column.normal())
                            && !column.normal().matches(".*(dose|time|temps|volume|dilution|age).*"));
            boolean holds = column.values().size() <= MOST_UNITS && column.numbers() == 0;
            boolean evident = column.filled() > 0
                    && column.values().keySet().stream()
                            .allMatch(v -> (v.contains("/") || v.contains("%"))
                                    && units.ucumOf(v).isPresent());
            if (isFree(column) && holds && (named || evident)) {
                unitColumns.add(column);
                taken.add(column.index());
            }
        }
    }

    private List<DraftHeaders.Suggestion> suggestions(DraftColumn column) {
        return DraftHeaders.suggestions(column.header(), column.normal(), domain);
    }

    private void assign() {
        record Candidate(DraftColumn column, DraftHeaders.Suggestion suggestion) {}
        List<Candidate> candidates = new ArrayList<>();
        for (DraftColumn column : columns) {
            suggestions(column).forEach(s -> candidates.add(new Candidate(column, s)));
        }
        // Stable: of equals the column that stands further left.
        candidates.sort(Comparator.comparingInt(c -> -c.suggestion.weight()));
        for (Candidate candidate : candidates) {
            Meaning meaning = candidate.suggestion.meaning();
            if (isFree(candidate.column) && !assigned.containsKey(meaning) && fits(candidate.column, meaning)) {
                give(meaning, candidate.column, "its header" + contentReason(candidate.column, meaning));
            }
        }
    }

    private void give(Meaning meaning, DraftColumn column, String why) {
        assigned.put(meaning, column);
        reasons.put(meaning, why);
        taken.add(column.index());
    }

    private String contentReason(DraftColumn column, Meaning meaning) {
        if (column.rows() == 0) {
            return "";
        }
        if (column.filled() == 0) {
            return "; it is empty in all rows looked at";
        }
        return switch (meaning.kind()) {
            case MOMENT -> column.dates().isPresent() ? ", and its cells are dates" : "";
            case NUMBER -> ", and its cells are numbers";
            case MEASUREMENT -> ", and its cells are numbers or result words";
            case CODE, TEXT, DURATION -> "";
        };
    }

    private boolean fits(DraftColumn column, Meaning meaning) {
        if (column.filled() == 0) {
            // Of two columns for one meaning an empty one is of no use; a header alone is all there is without rows.
            boolean mayBeName = meaning == Meaning.VISIT_NUMBER || meaning == Meaning.TIMEPOINT_NUMBER;
            return domain.isPresent()
                    || (column.rows() == 0 && (!mayBeName || column.normal().matches(".* (no|nr|num|number)")));
        }
        return switch (meaning.kind()) {
            case MOMENT -> column.dates().isPresent();
            case NUMBER -> column.isNumeric();
            case DURATION -> column.isDuration();
            case MEASUREMENT -> column.results(decimal) * 2 >= column.filled();
            case TEXT -> true;
            case CODE -> !column.dates().isPresent() && fitsCode(column, meaning);
        };
    }

    private static boolean fitsCode(DraftColumn column, Meaning meaning) {
        if (meaning == Meaning.STATUS) {
            return column.values().keySet().stream().allMatch(v -> statusOf(v).isPresent());
        }
        if (meaning == Meaning.SPECIMEN_TYPE && !column.normal().matches(".*matri.*|.*spec")) {
            return column.values().size() <= MOST_WORDS
                    && column.values().keySet().stream()
                            .anyMatch(v -> DraftWords.specimen(v).isPresent());
        }
        return true;
    }

    /** The FHIR status that a word of a status column stands for. */
    static Optional<String> statusOf(String word) {
        Map<String, String> letters =
                Map.of("f", "final", "p", "preliminary", "c", "corrected", "a", "amended", "x", "cancelled");
        String lower = word.toLowerCase(Locale.ROOT);
        return ResultStatus.of(letters.getOrDefault(lower, lower)).map(ResultStatus::code);
    }

    /** Without a header that says so, an accession is what differs in every row and is no running number. */
    private void findAccession() {
        DraftColumn named = assigned.get(Meaning.SPECIMEN_ACCESSION);
        if (named != null && named.rows() > 0 && named.filled() * 2 < named.rows()) {
            // Too few have one to tell samples apart; it still travels where it is there.
            reasons.put(Meaning.SPECIMEN_ACCESSION, "its header; most rows have none");
        }
        if (named != null) {
            return;
        }
        columns.stream()
                .filter(this::isFree)
                .filter(c -> c.rows() >= 10 && c.isFilled() && c.values().size() == c.rows())
                .filter(c -> suggestions(c).isEmpty() && c.dates().isEmpty() && !isRunning(c))
                .filter(c -> !c.normal().matches(".*(seq|row|line|index|well|position|record|zeile|ligne).*"))
                .filter(c -> c.values().keySet().stream().allMatch(v -> v.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{3,40}")))
                .findFirst()
                .ifPresent(c -> give(
                        Meaning.SPECIMEN_ACCESSION,
                        c,
                        "its cells differ in every row; make sure that it is no sequence"
                                + " number, and that a re-sent result carries it again"));
    }

    private static boolean isRunning(DraftColumn column) {
        Pattern whole = Pattern.compile("\\d{1,18}");
        if (!column.values().keySet().stream().allMatch(v -> whole.matcher(v).matches())) {
            return false;
        }
        LongSummaryStatistics numbers =
                column.values().keySet().stream().mapToLong(Long::parseLong).summaryStatistics();
        return numbers.getMax() - numbers.getMin() < numbers.getCount();
    }

    private void findAnalyte() {
        for (Meaning other : List.of(Meaning.ANALYTE_NAME, Meaning.ASSAY)) {
            if (!assigned.containsKey(Meaning.ANALYTE) && assigned.containsKey(other)) {
                DraftColumn column = assigned.remove(other);
                give(Meaning.ANALYTE, column, "no other column says what was measured");
            }
        }
    }
}
