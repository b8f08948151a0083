package io.assayhub.mapping;

import io.assayhub.parse.CsvRow;
import java.util.Arrays;
import java.util.List;

/**
 * A framed row as the mapping sees it: rows are counted below the header. Neighbouring rows of a table have most of their
 * cells in common, so a field with the bytes of the row before gives the same String again.
 */
final class FramedRow implements SourceRow {
    private static final int LONGEST_KEPT = 256;

    /** Of each field its last text, the bytes it was made of, and their number; below zero if they are not kept. */
    private final byte[][] bytes;

    private final int[] lengths;
    private final String[] texts;
    /** The row, as the framing layer counts, that a field's text was last asked for. */
    private final long[] askedFor;

    private final MadeField[] made;

    private CsvRow csv;

    FramedRow(int fields) {
        this(fields, List.of());
    }

    /** @param made fields that stand behind those of the table */
    FramedRow(int fields, List<MadeField> made) {
        this.made = made.toArray(MadeField[]::new);
        bytes = new byte[fields][16];
        lengths = new int[fields];
        texts = new String[fields];
        askedFor = new long[fields];
    }

    /** Moves on to a row, which has to stay as it is until the next call. */
    FramedRow at(CsvRow row) {
        csv = row;
        return this;
    }

    @Override
    public long row() {
        return csv.row() - 1;
    }

    @Override
    public long line() {
        return csv.line();
    }

    @Override
    public String text(int field) {
        if (field >= texts.length) {
            return made[field - texts.length].text(this);
        }
        if (askedFor[field] != csv.row()) {
            askedFor[field] = csv.row();
            if (!isUnchanged(field)) {
                texts[field] = csv.text(field);
                keep(field);
            }
        }
        return texts[field];
    }

    private boolean isUnchanged(int field) {
        return lengths[field] >= 0
                && texts[field] != null
                && !csv.escaped(field)
                && Arrays.equals(bytes[field], 0, lengths[field], csv.buffer(), csv.start(field), csv.end(field));
    }

    /** Not with doubled quotes: the same bytes without quotes around them are another text. */
    private void keep(int field) {
        int length = csv.end(field) - csv.start(field);
        if (length > LONGEST_KEPT || csv.escaped(field)) {
            lengths[field] = -1;
            return;
        }
        if (bytes[field].length < length) {
            bytes[field] = new byte[LONGEST_KEPT];
        }
        System.arraycopy(csv.buffer(), csv.start(field), bytes[field], 0, length);
        lengths[field] = length;
    }
}
