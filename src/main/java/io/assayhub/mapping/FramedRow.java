package io.assayhub.mapping;

import io.assayhub.parse.Row;
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

    private Row row;

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
    FramedRow at(Row row) {
        this.row = row;
        return this;
    }

    @Override
    public long row() {
        return row.row() - 1;
    }

    @Override
    public long line() {
        return row.line();
    }

    @Override
    public String text(int field) {
        if (field >= texts.length) {
            return made[field - texts.length].text(this);
        }
        if (askedFor[field] != row.row()) {
            askedFor[field] = row.row();
            if (!isUnchanged(field)) {
                texts[field] = row.text(field);
                keep(field);
            }
        }
        return texts[field];
    }

    private boolean isUnchanged(int field) {
        return lengths[field] >= 0
                && texts[field] != null
                && !row.escaped(field)
                && Arrays.equals(bytes[field], 0, lengths[field], row.buffer(), row.start(field), row.end(field));
    }

    /** Not with doubled quotes: the same bytes without quotes around them are another text. */
    private void keep(int field) {
        int length = row.end(field) - row.start(field);
        if (length > LONGEST_KEPT || row.escaped(field)) {
            lengths[field] = -1;
            return;
        }
        if (bytes[field].length < length) {
            bytes[field] = new byte[LONGEST_KEPT];
        }
        System.arraycopy(row.buffer(), row.start(field), bytes[field], 0, length);
        lengths[field] = length;
    }
}
