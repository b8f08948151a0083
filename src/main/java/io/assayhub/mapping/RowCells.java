package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Location;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Moment;
import io.assayhub.model.Rejected;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The cells of a row by their meanings for one result: texts in the hub's words, numbers, moments, units. Keeps the first
 * thing that is wrong, and why the result is to be held. Bound to the columns of one table and used by one thread.
 */
final class RowCells {
    private static final byte SEPARATOR = 0x1f;
    /** Characters of a whole date in ISO 8601. */
    private static final int DATE = 10;

    private static final Map<Meaning, String> CODE_SYSTEMS = Map.of(
            Meaning.ANALYTE, "analyte", Meaning.ANALYTE_BEFORE, "analyte", Meaning.SPECIMEN_TYPE, "specimen-type");

    private final FeedConfig feed;
    private final String address;
    private final Terminology terminology;
    private final UcumUnits ucum;
    private final NumberReader numbers;
    private final DurationReader durations;
    /** By {@link #slot}; null where the feed has none. */
    private final String[] constants = new String[Meaning.values().length];

    private final BoundColumn[] bound = new BoundColumn[Meaning.values().length];
    private final List<BoundColumn> byHeader = new ArrayList<>();
    private final MomentReader constantMoments;
    private final Utf8Text scratch = new Utf8Text();

    private SourceRow row;
    /** The date that decides what held, ISO 8601; empty if the row has none, null if it was not asked for yet. */
    private String date;

    private Optional<ZoneId> zone;
    private boolean zoneIsMissing;
    private boolean keptCode;
    private Rejected rejected;
    private HoldReason hold;
    private String holdColumn;

    RowCells(FeedConfig feed, FeedConfig.ResultRule rule, TableFields fields, Terminology terminology, UcumUnits ucum) {
        this.feed = feed;
        this.address = rule.address();
        this.terminology = terminology;
        this.ucum = ucum;
        numbers = new NumberReader(feed.format().decimal());
        durations = new DurationReader(numbers);
        zone = feed.zone();
        constantMoments = new MomentReader(null, feed.zone());
        feed.constants().forEach((meaning, text) -> constants[slot(meaning)] = text);
        rule.constants().forEach((meaning, text) -> constants[slot(meaning)] = text);
        List<Column> columns = new ArrayList<>(feed.columns());
        columns.addAll(rule.columns());
        for (Column column : columns) {
            BoundColumn at = new BoundColumn(column, fields, feed);
            bound[slot(column.to())] = at;
            byHeader.add(at);
        }
        rule.replicates().columns().forEach(column -> byHeader.add(new BoundColumn(column, fields, feed)));
        byHeader.sort(Comparator.comparing((BoundColumn b) -> b.column.header())
                .thenComparing(b -> b.column.to().text()));
    }

    /** Moves on to a row and forgets what was wrong with the last. */
    void at(SourceRow next) {
        row = next;
        date = null;
        rejected = null;
        keptCode = false;
        hold = null;
        holdColumn = null;
    }

    /** Says which site's clocks the row's local times are of, where the feed has a zone for each. */
    void site(String site) {
        if (!feed.siteZones().isEmpty()) {
            zone = Optional.ofNullable(site).map(feed.siteZones()::get);
            zoneIsMissing = zone.isEmpty();
        }
    }

    /** The limit that the feed says held when the sample was taken or analysed, or null if it says nothing. */
    Quantity agreedLimit(Meaning meaning) {
        if (feed.limitsSince().isEmpty()) {
            return null;
        }
        FeedConfig.AgreedLimits agreed = heldThen(feed.limitsSince(), null);
        return agreed == null ? null : meaning == Meaning.LOWER_LIMIT ? agreed.lower() : agreed.upper();
    }

    /** What held at the row's date; a row without a whole date, or before the first one agreed, is wrong. */
    private <T> T heldThen(NavigableMap<String, T> since, String column) {
        if (date == null) {
            Moment moment = moment(feed.datedBy());
            date = moment == null || moment.dateTime().length() < DATE
                    ? ""
                    : moment.dateTime().substring(0, DATE);
        }
        Map.Entry<String, T> held = since.floorEntry(date);
        if (held == null) {
            fail(ErrorCode.NOT_AGREED_THEN, column, ErrorCode.NOT_AGREED_THEN.meaning(), null);
            return null;
        }
        return held.getValue();
    }

    /** What is wrong with the result so far, or null. */
    Rejected rejected() {
        return rejected;
    }

    /** Why a person has to look at the result before it goes out, or null. */
    HoldReason hold() {
        return hold;
    }

    /** Header of the column for which it is held, or null. */
    String holdColumn() {
        return holdColumn;
    }

    NumberReader numbers() {
        return numbers;
    }

    /** What the feed says of a meaning once for all, or null. */
    String constant(Meaning meaning) {
        return constants[slot(meaning)];
    }

    /** Whether words that the feed does not know are taken as they are. */
    boolean keepsWords(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at != null && at.column.other() == Column.Other.KEEP;
    }

    /** Whether the table has a column of the meaning. */
    boolean hasColumn(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at != null && at.index >= 0;
    }

    /** The unit beside a meaning as sent, if a column carries it. */
    String unitAsSent(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at == null || at.unitIndex < 0 ? null : present(row.text(at.unitIndex));
    }

    /** Whether results of this table can have the meaning at all. */
    boolean delivers(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        boolean agreed = feed.limitsSince().values().stream()
                .anyMatch(limits -> (meaning == Meaning.LOWER_LIMIT && limits.lower() != null)
                        || (meaning == Meaning.UPPER_LIMIT && limits.upper() != null));
        return agreed || (at == null ? constants[slot(meaning)] != null : at.index >= 0);
    }

    /** Over the mapped cells as sent, in the order of their headers' names, so that the order of columns is no matter. */
    Hash128 sourceHash() {
        scratch.clear();
        for (int i = 0; i < byHeader.size(); i++) {
            BoundColumn at = byHeader.get(i);
            append(at.index);
            append(at.unitIndex);
        }
        return scratch.hash();
    }

    private void append(int field) {
        if (field >= 0) {
            scratch.add(CellText.strip(row.text(field)));
        }
        scratch.add(SEPARATOR);
    }

    /** Dozens of look-ups a row: an array spares what an EnumMap checks each time. */
    @SuppressWarnings("EnumOrdinal")
    private static int slot(Meaning meaning) {
        return meaning.ordinal();
    }

    boolean hasUnit(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at != null
                && (at.column.unit() != null
                        || at.column.unitFrom() != null
                        || !at.column.unitSince().isEmpty());
    }

    String unit(Meaning meaning, boolean needed) {
        String sent = unitText(meaning);
        if (sent == null) {
            if (needed) {
                failUnit(ErrorCode.UNIT_MISSING, meaning);
            }
            return null;
        }
        BoundColumn at = bound[slot(meaning)];
        if (sent.equals(at.unitSent)) {
            return at.unit;
        }
        String agreed = feed.units().get(sent);
        String unit = agreed == null ? sent : agreed;
        if (agreed == null && !ucum.isUnit(unit)) {
            failUnit(ErrorCode.UNKNOWN_UNIT, meaning);
            return null;
        }
        at.unitSent = sent;
        at.unit = unit;
        return unit;
    }

    /** The code system that a meaning's words are looked up in, if any. */
    static Optional<String> codeSystem(Meaning meaning) {
        return Optional.ofNullable(CODE_SYSTEMS.get(meaning));
    }

    /** Whether one of the row's codes is the sender's own, which the terminology does not know. */
    boolean keptCode() {
        return keptCode;
    }

    /** Rejects for the unit that a meaning came in. */
    void failUnit(ErrorCode code, Meaning meaning) {
        fail(code, unitColumn(meaning), code.meaning(), unitText(meaning));
    }

    /** The column that a unit stands in, or else the one that it belongs to. */
    private String unitColumn(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at == null ? null : at.column.unitFrom() != null ? at.column.unitFrom() : at.column.header();
    }

    private String unitText(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        if (at == null) {
            return null;
        }
        if (at.unitIndex >= 0) {
            return present(row.text(at.unitIndex));
        }
        return at.column.unitSince().isEmpty() ? at.column.unit() : heldThen(at.column.unitSince(), at.column.header());
    }

    String canonicalNumber(Meaning meaning) {
        BigDecimal number = number(meaning);
        BoundColumn at = bound[slot(meaning)];
        if (number == null || at == null) {
            return number == null ? null : canonical(number);
        }
        if (at.canonicalNumber == null) {
            at.canonicalNumber = canonical(number);
        }
        return at.canonicalNumber;
    }

    private static String canonical(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    boolean mayBeMissing(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        return at != null && at.column.presence() == Column.Presence.OPTIONAL;
    }

    /** A cell's trimmed text; null if it is empty, holds a word for missing, or has no column. */
    String cell(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        if (at == null || at.index < 0) {
            return null;
        }
        String sent = row.text(at.index);
        if (sent == null) {
            fail(ErrorCode.NOT_SPLIT, meaning, ErrorCode.NOT_SPLIT.meaning(), null);
            return null;
        }
        if (!sent.equals(at.sent)) {
            at.sent = sent;
            at.present = present(sent);
            at.fit = at.present == null || CellText.isFit(at.present, isText(meaning, at.column));
        }
        String text = at.present;
        if (text == null) {
            if (at.column.presence() == Column.Presence.REQUIRED) {
                fail(ErrorCode.VALUE_MISSING, meaning, ErrorCode.VALUE_MISSING.meaning(), null);
            }
            return null;
        }
        if (!at.fit) {
            fail(ErrorCode.UNFIT_TEXT, meaning, ErrorCode.UNFIT_TEXT.meaning(), null);
            return null;
        }
        // A FHIR code has single blanks only.
        return meaning.kind() == Meaning.Kind.CODE && text.contains("  ") ? text.replaceAll(" +", " ") : text;
    }

    /** Whether a cell may have several lines. */
    private static boolean isText(Meaning meaning, Column column) {
        return meaning.kind() == Meaning.Kind.TEXT
                || (meaning == Meaning.MEASUREMENT && column.other() == Column.Other.KEEP);
    }

    /** A cell's trimmed text; null if it is empty or holds a word for missing. */
    String present(int field) {
        return present(row.text(field));
    }

    private String present(String text) {
        String trimmed = CellText.strip(text);
        return trimmed.isEmpty()
                        || (!feed.missing().isEmpty() && feed.missing().contains(trimmed.toLowerCase(Locale.ROOT)))
                ? null
                : trimmed;
    }

    /** The hub's word for a meaning: the cell's, translated if the feed says so, or the feed's constant. */
    String text(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        if (at == null) {
            return constants[slot(meaning)];
        }
        String text = cell(meaning);
        if (text == null || (at.column.values().isEmpty() && !CODE_SYSTEMS.containsKey(meaning))) {
            return text;
        }
        if (!text.equals(at.word)) {
            at.word = text;
            at.code = at.column.values().getOrDefault(text, text);
            String system = CODE_SYSTEMS.get(meaning);
            at.known = system == null
                    ? at.column.values().containsKey(text)
                    : terminology.codings(system, at.code).isPresent();
        }
        if (!at.known && at.column.other() == Column.Other.REJECT) {
            fail(ErrorCode.UNKNOWN_CODE, meaning, ErrorCode.UNKNOWN_CODE.meaning(), text);
        }
        keptCode |= !at.known && CODE_SYSTEMS.containsKey(meaning);
        return at.code;
    }

    BigDecimal number(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        String text = at == null ? constants[slot(meaning)] : cell(meaning);
        if (text == null) {
            return null;
        }
        BigDecimal number;
        if (at == null) {
            number = numbers.read(text);
        } else {
            if (!text.equals(at.digits)) {
                at.digits = text;
                at.number = numbers.read(text);
                at.canonicalNumber = null;
            }
            number = at.number;
        }
        if (number == null) {
            fail(ErrorCode.NOT_A_NUMBER, meaning, ErrorCode.NOT_A_NUMBER.meaning(), text);
        }
        return number;
    }

    BigDecimal duration(Meaning meaning) {
        String text = text(meaning);
        BigDecimal hours = text == null ? null : durations.read(text);
        if (text != null && hours == null) {
            fail(ErrorCode.NOT_A_DURATION, meaning, ErrorCode.NOT_A_DURATION.meaning(), text);
        }
        return hours;
    }

    Moment moment(Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        String text = at == null ? constants[slot(meaning)] : cell(meaning);
        if (text == null) {
            return null;
        }
        MomentReader.Reading reading = at == null ? constantMoments.read(text, zone) : reading(at, text);
        if (reading.error() != null) {
            fail(reading.error(), meaning, reading.error().meaning(), text);
        } else if (zoneIsMissing && reading.moment().local() != null) {
            fail(ErrorCode.NO_SITE_ZONE, meaning, ErrorCode.NO_SITE_ZONE.meaning(), text);
        } else if (!reading.unique() && hold == null) {
            hold(HoldReason.AMBIGUOUS_TIME, meaning);
        }
        return reading.moment();
    }

    /** Mostly that of the row before: its time and its zone are the same. */
    private MomentReader.Reading reading(BoundColumn at, String text) {
        if (!text.equals(at.momentSent) || !zone.equals(at.momentZone)) {
            at.momentSent = text;
            at.momentZone = zone;
            at.moment = at.moments.read(text, zone);
            if (at.moment.error() != null && at.dates != null) {
                at.moment = at.dates.read(text, zone);
            }
        }
        return at.moment;
    }

    void hold(HoldReason reason, Meaning meaning) {
        BoundColumn at = bound[slot(meaning)];
        hold = reason;
        holdColumn = at == null ? null : at.column.header();
    }

    /** Keeps the first thing that is wrong with an entry: what follows it is often its consequence. */
    void fail(ErrorCode code, Meaning meaning, String detail, String value) {
        BoundColumn at = bound[slot(meaning)];
        fail(code, at == null ? null : at.column.header(), detail, value);
    }

    void fail(ErrorCode code, String column, String detail, String value) {
        if (rejected == null) {
            rejected = new Rejected(
                    code, new Location(row.row(), row.line(), column), row.row() + "/" + address, detail, value);
        }
    }
}
