package io.assayhub.parse.xlsx;

import io.assayhub.parse.RefusedTable.Fault;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The bytes of a workbook, held as they are compressed: programs write the shared texts behind the sheets that need them, so
 * it has to be read more than once. Bounded, so that memory does not grow with the source.
 */
final class Archive {
    /** Compressed. A million rows of ten cells have about that. */
    static final int MOST_BYTES = 64 << 20;

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_UNPACKED = 4L << 30;

    private final byte[] bytes;

    private Archive(byte[] bytes) {
        this.bytes = bytes;
    }

    static Archive read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new UnfitWorkbookException(
                    Fault.TOO_LARGE,
                    "The workbook has more than " + (MOST_BYTES >> 20) + " MiB: let the sender send it as CSV.");
        }
        return new Archive(bytes);
    }

    int length() {
        return bytes.length;
    }

    /**
     * A part by its name, any case; null if there is none.
     *
     * @param most bytes that are read of it
     */
    InputStream part(String name, long most) throws IOException {
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
        try {
            ZipEntry entry = zip.getNextEntry();
            for (int i = 0; entry != null && i < MOST_ENTRIES; i++) {
                if (entry.getName().equalsIgnoreCase(name)) {
                    return new PartStream(zip, Math.min(most, MOST_UNPACKED));
                }
                entry = zip.getNextEntry();
            }
            return null;
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    static UnfitWorkbookException damaged(Exception cause) {
        UnfitWorkbookException damaged = new UnfitWorkbookException(
                Fault.MALFORMED, "The workbook is damaged: let the sender save it in Excel and send it again.");
        damaged.initCause(cause);
        return damaged;
    }
}
