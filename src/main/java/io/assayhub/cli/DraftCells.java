package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Column.Other;
import io.assayhub.config.FeedConfig.Column.Presence;
import io.assayhub.mapping.Terminology;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Guesses how the cells of columns are read: formats, codes, units and result words. */
final class DraftCells {
    private static final int MOST_CODES = 50;
    private static final int MOST_UNDECIDED = 20;
    private static final int LONGEST_UNDECIDED = 24;
    private static final Map<Meaning, String> CODE_SYSTEMS =
            Map.of(Meaning.ANALYTE, "analyte", Meaning.SPECIMEN_TYPE, "specimen-type");
    private static final Set<Meaning> NEEDED = EnumSet.of(
            Meaning.STUDY, Meaning.SUBJECT, Meaning.ANALYTE, Meaning.SPECIMEN_TYPE, Meaning.SPECIMEN_ACCESSION);

    private final FeedName feed;
    private final DraftMeanings meanings;
    private final Terminology terminology;
    private final DraftUnits units;
    private final List<Meaning> identity;

    DraftCells(
            FeedName feed, DraftMeanings meanings, Terminology terminology, DraftUnits units, List<Meaning> identity) {
        this.feed = feed;
        this.meanings = meanings;
        this.terminology = terminology;
        this.units = units;
        this.identity = identity;
    }

    /** The column of a meaning other than the measurement. */
    Guess<Column> column(Meaning meaning, DraftColumn column) {
        List<String> why = new ArrayList<>(List.of(meanings.reason(meaning)));
        boolean complete = column.isFilled();
        boolean identifies = identity.contains(meaning);
        Presence presence = Presence.PRESENT;
        if (complete && (identifies || NEEDED.contains(meaning))) {
            presence = Presence.REQUIRED;
        } else if (identifies && meaning != Meaning.STUDY && meaning != Meaning.SUBJECT) {
            presence = Presence.OPTIONAL;
            why.add((column.rows() - column.filled()) + " of " + column.rows() + " rows have none");
        } else if (!complete && NEEDED.contains(meaning)) {
            why.add((column.rows() - column.filled()) + " of " + column.rows() + " rows have none");
        }
        String format = column.dates().map(DraftDates.Found::pattern).orElse(null);
        if (meaning.kind() == Meaning.Kind.MOMENT) {
            column.dates().ifPresent(found -> explain(found, why));
        } else {
            format = null;
        }
        boolean limit = meaning == Meaning.LOWER_LIMIT || meaning == Meaning.UPPER_LIMIT;
        String unit = limit && column.bracketed() != null
                ? units.ucumOf(column.bracketed()).orElse(null)
                : null;
        String unitFrom = limit && unit == null
                ? meanings.unitOf(meaning).map(DraftColumn::header).orElse(null)
                : null;
        Map<String, String> values = values(meaning, column);
        boolean keep = CODE_SYSTEMS.containsKey(meaning) && !isKnown(meaning, column, values);
        String system = keep ? "{base}/CodeSystem/" + systemName(meaning, column) : null;
        if (keep) {
            why.add("codes that the terminology does not know are kept as the sender's own");
        }
        return new Guess<>(
                new Column(
                        column.header(),
                        meaning,
                        presence,
                        unitFrom,
                        unit,
                        format,
                        values,
                        keep ? Other.KEEP : Other.REJECT,
                        system),
                String.join("; ", why));
    }

    private static void explain(DraftDates.Found found, List<String> why) {
        if (found.rival() != null) {
            why.add("every cell could be " + found.rival() + " as well: ASK");
        }
        if (found.unread() > 0) {
            why.add(found.unread() + " cells are not in this format");
        }
    }

    private Map<String, String> values(Meaning meaning, DraftColumn column) {
        Map<String, String> values = new TreeMap<>();
        if (column.values().size() > MOST_CODES) {
            return values;
        }
        for (String word : column.values().keySet()) {
            Optional<String> code = Optional.empty();
            if (meaning == Meaning.STATUS) {
                code = DraftMeanings.statusOf(word);
            } else if (CODE_SYSTEMS.containsKey(meaning)) {
                Set<String> codes = new TreeSet<>(terminology.codes(CODE_SYSTEMS.get(meaning)));
                code = meaning == Meaning.SPECIMEN_TYPE
                        ? DraftWords.specimen(word).filter(codes::contains)
                        : codes.stream()
                                .filter(c -> DraftResults.squeezed(c).equals(DraftResults.squeezed(word)))
                                .findFirst();
                code = codes.contains(word) ? Optional.empty() : code;
            }
            code.filter(c -> !c.equals(word)).ifPresent(c -> values.put(word, c));
        }
        return values;
    }

    private boolean isKnown(Meaning meaning, DraftColumn column, Map<String, String> values) {
        List<String> codes = terminology.codes(CODE_SYSTEMS.get(meaning));
        return column.filled() > 0
                && column.values().keySet().stream().allMatch(v -> codes.contains(v) || values.containsKey(v));
    }

    private String systemName(Meaning meaning, DraftColumn column) {
        return column.header().matches("[A-Z]{2}(TESTCD|SPEC)")
                ? column.header().toLowerCase(java.util.Locale.ROOT)
                : feed.value() + "-" + CODE_SYSTEMS.get(meaning);
    }

    /** Units as sent that are UCUM in another spelling. */
    Map<String, String> units(List<Guess<Column>> columns) {
        Map<String, String> found = new TreeMap<>();
        for (String sent : sentUnits(columns)) {
            units.ucumOf(sent).filter(u -> !u.equals(sent)).ifPresent(u -> found.put(sent, u));
        }
        return found;
    }

    /** Units as sent that no respelling makes UCUM. */
    List<String> undecidedUnits(List<Guess<Column>> columns) {
        return sentUnits(columns).stream()
                .filter(u -> units.ucumOf(u).isEmpty())
                .filter(u -> u.length() <= LONGEST_UNDECIDED)
                .toList();
    }

    private Set<String> sentUnits(List<Guess<Column>> columns) {
        Set<String> sent = new TreeSet<>();
        for (Meaning meaning : List.of(Meaning.MEASUREMENT, Meaning.LOWER_LIMIT, Meaning.UPPER_LIMIT)) {
            meanings.unitOf(meaning)
                    .filter(c -> columns.stream()
                            .anyMatch(g -> c.header().equals(g.value().unitFrom())))
                    .ifPresent(c -> sent.addAll(c.values().keySet()));
        }
        return sent;
    }

    /** Result words by the list of the feed they belong to. */
    static Map<String, List<String>> tokens(List<DraftColumn> measured) {
        Map<String, List<String>> tokens = new LinkedHashMap<>();
        for (String kind : DraftWords.tokenKinds()) {
            Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (DraftColumn column : measured) {
                column.values().keySet().stream()
                        .filter(w ->
                                DraftWords.tokenKind(w).filter(kind::equals).isPresent())
                        .forEach(words::add);
            }
            if (!words.isEmpty()) {
                tokens.put(kind, List.copyOf(words));
            }
        }
        return tokens;
    }

    /** Result words that no list knows; longer texts may name people and are only counted. */
    static List<String> undecided(List<DraftColumn> measured, char decimal) {
        Pattern number = DraftColumn.numberPattern(decimal);
        Set<String> words = new TreeSet<>();
        int others = 0;
        for (DraftColumn column : measured) {
            for (String cell : column.values().keySet()) {
                if (!DraftColumn.isResult(cell, number)) {
                    boolean shown = cell.length() <= LONGEST_UNDECIDED
                            && cell.split("\\s+").length <= 3
                            && words.size() < MOST_UNDECIDED;
                    if (shown) {
                        words.add(cell);
                    } else {
                        others++;
                    }
                }
            }
        }
        List<String> undecided =
                new ArrayList<>(words.stream().map(DraftWriter::quoted).toList());
        if (others > 0) {
            undecided.add("and " + others + " more or longer texts, not shown");
        }
        return undecided;
    }
}
