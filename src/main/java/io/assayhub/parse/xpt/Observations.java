package io.assayhub.parse.xpt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts what follows the OBS header into observations. The file is padded with blanks to a whole record of 80 bytes, and
 * nothing says where the padding begins: observations of blanks alone that begin within the last record are taken for it.
 * Others are delivered, once it is known that they are not the end.
 */
final class Observations {
    static final int RECORD = 80;
    /** Of an observation: 5,000 variables of 200 characters. */
    static final int MOST_BYTES = 1_000_000;

    /** What comes next. */
    enum Next {
        OBSERVATION,
        /** The file ends as it has to. */
        END,
        /** The file ends within an observation or a record. */
        CUT_OFF,
        /** Another dataset begins. */
        ANOTHER_MEMBER
    }

    private static final String MEMBER = "HEADER RECORD*******MEM";

    private final InputStream in;
    private final int length;
    private final byte[] row;
    private final byte[] blank;
    private final byte[] record = new byte[RECORD];
    private int recordAt = RECORD;
    private boolean cutRecord;
    private boolean anotherMember;
    private Next end;
    private long read;
    private byte[] current;
    private long start;
    private boolean rowWaits;
    private long rowStart;
    private long blanks;
    private long blanksStart;
    private long blanksDue;

    Observations(InputStream in, int length) {
        this.in = in;
        this.length = length;
        this.row = new byte[length];
        this.blank = new byte[length];
        Arrays.fill(blank, (byte) ' ');
        this.current = row;
    }

    /** The bytes of the observation, valid until the next is asked for. */
    byte[] current() {
        return current;
    }

    /** Of the observation's first byte, behind the OBS header. */
    long start() {
        return start;
    }

    /** Bytes read behind the OBS header. */
    long read() {
        return read;
    }

    Next next() throws IOException {
        while (blanksDue == 0 && !rowWaits && end == null) {
            readOne();
        }
        if (blanksDue > 0) {
            blanksDue--;
            start = blanksStart;
            blanksStart += length;
            current = blank;
            return Next.OBSERVATION;
        }
        if (rowWaits) {
            rowWaits = false;
            start = rowStart;
            current = row;
            return Next.OBSERVATION;
        }
        return end;
    }

    private void readOne() throws IOException {
        long from = read;
        int filled = 0;
        while (filled < length && nextRecord()) {
            int more = Math.min(length - filled, RECORD - recordAt);
            System.arraycopy(record, recordAt, row, filled, more);
            recordAt += more;
            filled += more;
            read += more;
        }
        boolean isBlank = Arrays.equals(row, 0, filled, blank, 0, filled);
        if (filled < length) {
            end = anotherMember ? Next.ANOTHER_MEMBER : cutRecord || !isBlank ? Next.CUT_OFF : Next.END;
            long certain = blanks == 0 || read - RECORD < blanksStart ? 0 : (read - RECORD - blanksStart) / length + 1;
            blanksDue = end == Next.END ? Math.min(blanks, certain) : 0;
        } else if (isBlank) {
            blanksStart = blanks == 0 ? from : blanksStart;
            blanks++;
        } else {
            rowWaits = true;
            rowStart = from;
            blanksDue = blanks;
            blanks = 0;
        }
    }

    private boolean nextRecord() throws IOException {
        if (recordAt < RECORD) {
            return true;
        }
        int count = in.readNBytes(record, 0, RECORD);
        cutRecord = count > 0 && count < RECORD;
        anotherMember = count == RECORD && new String(record, 0, MEMBER.length(), US_ASCII).equals(MEMBER);
        if (count < RECORD || anotherMember) {
            return false;
        }
        recordAt = 0;
        return true;
    }
}
