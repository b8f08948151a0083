package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.Source;
import io.assayhub.config.StudyConfig;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Makes up the cells of a row that holds one result of a feed, as the feed's own file describes them: its words, formats and
 * patterns. Each cell has a second text, so that one thing can be varied at a time. Same feed, same cells.
 */
final class MadeCells {
    private static final LocalDateTime COLLECTED = LocalDateTime.of(2006, 3, 14, 9, 15);
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final FeedConfig feed;
    private final ResultRule rule;
    private final Terminology terminology;
    private final Map<String, StudyConfig> studies;
    private final Map<String, Set<String>> conditions = new LinkedHashMap<>();
    private final List<String> numbers;

    MadeCells(CompiledFeed feed, ResultRule rule) {
        this.feed = feed.config();
        this.rule = rule;
        terminology = feed.terminology();
        studies = feed.studies();
        conditions.putAll(rule.when().cells());
        this.feed.reported().ifPresent(when -> conditions.putAll(when.cells()));
        numbers = numbers();
    }

    /** Two results that pass the checks of the rule, as the feed writes them. */
    private List<String> numbers() {
        List<BigDecimal> numbers = List.of(BigDecimal.valueOf(50), BigDecimal.valueOf(60));
        for (ChecksConfig.Check check : feed.checks().of(rule)) {
            if (check.rule() instanceof ChecksConfig.TiterSeries series) {
                BigDecimal second = series.first().multiply(series.factor());
                numbers = List.of(second, second.multiply(series.factor()));
            } else if (check.rule() instanceof ChecksConfig.PercentRange range) {
                BigDecimal step = range.to().subtract(range.from()).divide(BigDecimal.TEN);
                numbers = List.of(range.from().add(step), range.from().add(step).add(step));
            } else if (check.rule() instanceof ChecksConfig.PopulationSum) {
                numbers = List.of(BigDecimal.ONE, BigDecimal.valueOf(2));
            }
        }
        char decimal = feed.format().decimal();
        return numbers.stream()
                .map(n -> n.stripTrailingZeros().toPlainString().replace('.', decimal))
                .toList();
    }

    /** The columns that the result reads. */
    List<Column> columns() {
        return FeedFields.columns(feed, rule);
    }

    /**
     * A row: header to text, for each column that the feed reads.
     *
     * @param varied has its second text; null for none
     */
    Map<String, String> row(Column varied) {
        Map<String, String> cells = new LinkedHashMap<>();
        conditions.forEach((header, texts) -> cells.put(
                header,
                texts.stream()
                        .filter(text -> !text.isEmpty())
                        .sorted()
                        .findFirst()
                        .orElse("")));
        List<Column> all = new ArrayList<>(columns());
        feed.results().stream().filter(r -> !r.equals(rule)).forEach(r -> all.addAll(r.columns()));
        feed.results().forEach(r -> all.addAll(r.replicates().columns()));
        for (Column column : all) {
            if (column.source() instanceof Source.Part part) {
                cells.computeIfAbsent(column.header(), h -> whole(column, part, all, varied));
            } else {
                put(column, column.equals(varied) ? 1 : 0, cells);
            }
            if (column.unitFrom() != null) {
                cells.putIfAbsent(column.unitFrom(), unit());
            }
        }
        return cells;
    }

    /** Whether the column can have another text in a row of this result. */
    boolean varies(Column column) {
        return !row(null).equals(row(column));
    }

    private void put(Column column, int variant, Map<String, String> cells) {
        if (column.source() instanceof Source.Joined joined) {
            char between = column.format() == null ? 'T' : ' ';
            String text = text(column, variant);
            int cut = text.indexOf(between);
            cells.put(column.header(), cut < 0 ? text : text.substring(0, cut));
            cells.put(joined.with(), cut < 0 ? "" : text.substring(cut + 1));
        } else {
            // What a rule's condition asks of a cell goes before what its meaning could be.
            boolean asked = conditions.containsKey(column.header());
            if (!asked || variant > 0) {
                cells.merge(column.header(), text(column, variant), (former, now) -> asked ? now : former);
            }
        }
    }

    /** A cell that is taken apart, of which one part may be varied. */
    private String whole(Column column, Source.Part part, List<Column> all, Column varied) {
        Map<String, Column> byGroup = new LinkedHashMap<>();
        for (Column other : all) {
            if (other.header().equals(column.header()) && other.source() instanceof Source.Part otherPart) {
                byGroup.put(otherPart.group(), other);
            }
        }
        Optional<String> text = PatternSample.of(part.pattern(), 0, group -> {
            Column of = byGroup.get(group);
            return of == null ? null : text(of, of.equals(varied) ? 1 : 0);
        });
        String other = varied != null && varied.source() instanceof Source.Part p ? p.group() : null;
        return text.or(() ->
                        PatternSample.of(part.pattern(), 0, group -> group.equals(other) ? another(part, group) : null))
                .orElse("");
    }

    /** The text that a group has when all of the pattern is varied. */
    private static String another(Source.Part part, String group) {
        return PatternSample.of(part.pattern(), 1, name -> null)
                .map(part.pattern()::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(group))
                .orElse(null);
    }

    private String text(Column column, int variant) {
        List<String> texts = texts(column);
        return texts.isEmpty() ? "" : texts.get(variant % texts.size());
    }

    private List<String> texts(Column column) {
        Set<String> asked = conditions.get(column.header());
        if (asked != null && column.source() instanceof Source.Whole) {
            return new ArrayList<>(new TreeSet<>(asked));
        }
        Meaning meaning = column.to();
        List<String> texts = column.values().isEmpty() || meaning == Meaning.COMPLETION
                ? free(column)
                : List.copyOf(column.values().keySet());
        Set<String> excluded = new LinkedHashSet<>();
        feed.exclusions().stream()
                .filter(e -> e.when().cells().size() == 1)
                .forEach(e -> excluded.addAll(e.when().cells().getOrDefault(column.header(), Set.of())));
        List<String> taken = texts.stream().filter(t -> !excluded.contains(t)).toList();
        return taken.isEmpty() ? texts : taken;
    }

    private List<String> free(Column column) {
        Meaning meaning = column.to();
        return switch (meaning) {
            case STUDY -> constant(Meaning.STUDY).map(List::of).orElseGet(() -> List.of(study(), "OTHER-STUDY"));
            case SUBJECT -> List.of(subject(0), subject(1));
            case SITE -> sites();
            case ANALYTE, ANALYTE_BEFORE -> codes("analyte");
            case OUTCOME -> words(Measurement.Qualitative.POSITIVE);
            case SPECIMEN_TYPE -> codes("specimen-type");
            case STATUS -> List.of("final", "corrected");
            case COMPLETION -> List.of("");
            default ->
                switch (meaning.kind()) {
                    case MEASUREMENT -> results();
                    case NUMBER -> meaning == Meaning.UPPER_LIMIT ? List.of("1000", "2000") : List.of("1", "2");
                    case MOMENT -> List.of(moment(column, 0), moment(column, 7));
                    case DURATION -> List.of("PT1H", "PT2H");
                    case CODE, TEXT -> List.of("MADE-1", "MADE-2");
                };
        };
    }

    private Optional<String> constant(Meaning meaning) {
        return Optional.ofNullable(
                rule.constants().getOrDefault(meaning, feed.constants().get(meaning)));
    }

    private String study() {
        return constant(Meaning.STUDY)
                .orElseGet(() -> studies.keySet().stream().sorted().findFirst().orElse("STUDY"));
    }

    private String subject(int variant) {
        String site = feed.siteZones().keySet().stream().sorted().findFirst().orElse(null);
        return Optional.ofNullable(studies.get(study()))
                .flatMap(s -> PatternSample.of(s.subject(), variant, group -> group.equals("site") ? site : null)
                        .or(() -> PatternSample.of(s.subject(), variant, group -> null)))
                .orElse("SUBJECT-" + variant);
    }

    private List<String> sites() {
        List<String> sites = feed.siteZones().keySet().stream().sorted().toList();
        return sites.isEmpty() ? List.of("01", "02") : sites;
    }

    private List<String> codes(String system) {
        List<String> codes = terminology.codes(system);
        return codes.isEmpty() ? List.of("MADE-1", "MADE-2") : codes;
    }

    /** Results of the first kind that the rule takes and the feed has words for. */
    private List<String> results() {
        Set<Measurement.Kind> kinds = rule.measurements();
        FeedConfig.Tokens tokens = feed.tokens();
        boolean any = kinds.isEmpty();
        if (kinds.contains(Measurement.Kind.QUANTITY) || (any && hasUnit())) {
            return numbers;
        }
        List<String> coded = tokens.coded().keySet().stream().sorted().toList();
        if ((any || kinds.contains(Measurement.Kind.CODED)) && !coded.isEmpty()) {
            return coded;
        }
        if (kinds.contains(Measurement.Kind.ABSENT)) {
            return Stream.concat(tokens.notDone().stream(), tokens.pending().stream())
                    .sorted()
                    .toList();
        }
        if (kinds.contains(Measurement.Kind.BELOW_LIMIT)) {
            return tokens.belowLimit().stream().sorted().toList();
        }
        if (kinds.contains(Measurement.Kind.ABOVE_LIMIT)) {
            return tokens.aboveLimit().stream().sorted().toList();
        }
        return numbers;
    }

    private List<String> words(Measurement.Qualitative outcome) {
        return feed.tokens().coded().entrySet().stream()
                .filter(e -> e.getValue() == outcome)
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean hasUnit() {
        return columns().stream()
                .filter(c -> c.to() == Meaning.MEASUREMENT)
                .anyMatch(c -> c.unit() != null
                        || c.unitFrom() != null
                        || !c.unitSince().isEmpty());
    }

    /** As sent. */
    private String unit() {
        return feed.units().keySet().stream().sorted().findFirst().orElse("ng/mL");
    }

    private String moment(Column column, int days) {
        LocalDateTime at = collected().plusDays(days);
        at = switch (column.to()) {
            case TIMEPOINT_REFERENCE_TIME -> at.minusHours(1);
            case SPECIMEN_COLLECTED_END -> at.plusDays(8);
            case SPECIMEN_RECEIVED -> at.plusDays(20);
            case ANALYSED -> at.plusDays(30);
            default -> at;
        };
        String agreed = feed.momentsOf(column);
        String pattern =
                agreed == null ? "yyyy-MM-ddTHH:mm" : agreed.equals(MomentReader.HL7) ? "yyyyMMddHHmm" : agreed;
        return pattern.replace("yyyy", "%04d".formatted(at.getYear()))
                .replace("MMM", "\u0000")
                .replace("MM", "%02d".formatted(at.getMonthValue()))
                .replace("dd", "%02d".formatted(at.getDayOfMonth()))
                .replace("HH", "%02d".formatted(at.getHour()))
                .replace("mm", "%02d".formatted(at.getMinute()))
                .replace("ss", "00")
                .replace("\u0000", MONTHS.get(at.getMonthValue() - 1));
    }

    /** Not before anything that the feed dates. */
    private LocalDateTime collected() {
        List<String> firsts = new ArrayList<>();
        columns().stream()
                .filter(c -> !c.unitSince().isEmpty())
                .forEach(c -> firsts.add(c.unitSince().firstKey()));
        if (!feed.limitsSince().isEmpty()) {
            firsts.add(feed.limitsSince().firstKey());
        }
        return firsts.stream()
                .map(first -> LocalDate.parse(first).atTime(9, 15))
                .filter(first -> first.isAfter(COLLECTED))
                .max(LocalDateTime::compareTo)
                .orElse(COLLECTED);
    }
}
