package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Replicates.Sentinel;
import io.assayhub.model.AssayResult.Replicate;
import io.assayhub.model.AssayResult.Wells;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AbsentReason;
import io.assayhub.model.Measurement.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the wells that a result was computed from. An empty cell is a well that was not used; a word or a reader's
 * sentinel number is a well without a count, and stays one. Bound to the columns of one table and used by one thread.
 */
final class WellReader {
    private final List<Column> columns;
    private final Map<String, Sentinel> sentinels;
    private final int[] fields;
    private final String unit;
    private final RowCells cells;
    private final MeasurementReader measurements;
    private final boolean none;

    WellReader(FeedConfig feed, FeedConfig.Replicates replicates, TableFields table, RowCells cells) {
        this.columns = replicates.columns();
        this.sentinels = replicates.sentinels();
        this.cells = cells;
        fields = columns.stream().mapToInt(table::of).toArray();
        String sent = columns.isEmpty() ? "1" : columns.get(0).unit();
        unit = feed.units().getOrDefault(sent, sent);
        measurements = new MeasurementReader(feed.tokens(), cells.numbers());
        none = columns.isEmpty()
                && !cells.delivers(Meaning.STIMULUS)
                && !cells.delivers(Meaning.BACKGROUND)
                && !cells.delivers(Meaning.CELLS_PER_WELL);
    }

    /** The wells of the row at hand. */
    Wells read(Quantity background, Quantity readersLimit) {
        if (none) {
            return Wells.NONE;
        }
        List<Replicate> replicates = new ArrayList<>(fields.length);
        for (int i = 0; i < fields.length; i++) {
            String text = fields[i] < 0 ? null : cells.present(fields[i]);
            String header = columns.get(i).header();
            Measurement measurement = text == null ? null : measurement(text, header, readersLimit);
            if (measurement != null) {
                replicates.add(new Replicate(header, measurement, text));
            }
        }
        return new Wells(cells.text(Meaning.STIMULUS), background, cells.number(Meaning.CELLS_PER_WELL), replicates);
    }

    private Measurement measurement(String text, String header, Quantity readersLimit) {
        Sentinel sentinel = sentinels.get(text);
        if (sentinel != null) {
            return switch (sentinel) {
                case TOO_NUMEROUS -> new Measurement.TooNumerous(readersLimit);
                case NOT_DONE -> new Measurement.Absent(AbsentReason.NOT_DONE, text);
                case INVALID -> new Measurement.Absent(AbsentReason.INVALID, text);
                case MISSING -> new Measurement.Absent(AbsentReason.UNKNOWN, text);
            };
        }
        MeasurementReader.Cell cell = measurements.read(text, null);
        if (cell instanceof MeasurementReader.Cell.Numeric number) {
            return new Quantity(number.value(), unit);
        }
        if (cell instanceof MeasurementReader.Cell.TooNumerous) {
            return new Measurement.TooNumerous(readersLimit);
        }
        if (cell instanceof MeasurementReader.Cell.Limit limit && limit.value() != null) {
            Quantity bound = new Quantity(limit.value(), unit);
            return limit.below() ? new Measurement.BelowLimit(bound) : new Measurement.AboveLimit(bound);
        }
        if (cell instanceof MeasurementReader.Cell.Other other && other.measurement() instanceof Measurement.Absent) {
            return other.measurement();
        }
        cells.fail(ErrorCode.UNKNOWN_TOKEN, header, ErrorCode.UNKNOWN_TOKEN.meaning(), text);
        return null;
    }
}
