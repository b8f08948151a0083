package io.assayhub.wire;

import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import java.nio.charset.StandardCharsets;

/**
 * A row or entry that was not understood, as {@link Topic#REJECTED} carries it: no cell, nothing of the subject.
 *
 * @param entry address of the entry; absent for a row that could not be framed
 * @param remedy how to mend it
 */
public record RejectedRecord(
        String transfer,
        String feed,
        String code,
        long row,
        long line,
        String column,
        String entry,
        String detail,
        String remedy) {

    /** The record of a reject in its transfer. */
    public static RejectedRecord of(TransferId transfer, String feed, Rejected rejected) {
        return new RejectedRecord(
                transfer.value(),
                feed,
                rejected.code().code(),
                rejected.location().row(),
                rejected.location().line(),
                rejected.location().column(),
                rejected.entry(),
                rejected.detail(),
                rejected.code().remedy());
    }

    /** The record's key: transfer, and entry or row, so that a second attempt writes the same key. */
    public static byte[] key(TransferId transfer, Rejected rejected) {
        String place = rejected.entry() != null
                ? rejected.entry()
                : Long.toString(rejected.location().row());
        return (transfer.value() + "/" + place).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }
}
