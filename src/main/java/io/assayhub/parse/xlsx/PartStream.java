package io.assayhub.parse.xlsx;

import io.assayhub.parse.RefusedTable.Fault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The XML of a part, as far as it is what spreadsheet programs write: no declaration of a document type, no comment, no
 * CDATA, nothing longer between two tags than a cell can hold, and no more of it than a sheet can be. So the XML reader
 * behind it never holds more than one tag or text, and meets no entity of the sender's.
 */
final class PartStream extends FilterInputStream {
    /** Bytes between two opening brackets: a cell has at most 32,767 characters, each six bytes or fewer. */
    private static final int MOST_BETWEEN = 512 * 1024;

    private static final int PROLOG = 200;

    private final long most;
    private long bytes;
    private int between;
    private boolean opened;

    PartStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        for (int i = offset; i < offset + count; i++) {
            byte b = into[i];
            bytes++;
            if (opened && (b == '!' || (b == '?' && bytes > PROLOG))) {
                throw new UnfitWorkbookException(
                        Fault.MALFORMED,
                        "Its XML has a document type, comment or CDATA, which no spreadsheet program writes: let the sender"
                                + " save it again in Excel.");
            }
            opened = b == '<';
            between = opened ? 0 : between + 1;
            if (between > MOST_BETWEEN) {
                throw new UnfitWorkbookException(Fault.TOO_LARGE, "A text in it is longer than a cell can hold.");
            }
        }
        if (bytes > most) {
            throw new UnfitWorkbookException(
                    Fault.TOO_LARGE, "A part of it is larger than is read: let the sender send it as CSV.");
        }
        return count;
    }

    @Override
    public void close() {
        // The archive is read on.
    }
}
