package io.assayhub.parse;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** What a table may come wrapped in. Nothing is written to disk, and the names in an archive are not used. */
public enum Wrapping {
    /** GZIP, RFC 1952. */
    GZIP,
    /** PKZIP with one file in it; folders and what macOS adds do not count. */
    ZIP;

    /** Beyond this many bytes a table in a wrapping is not read on. */
    public static final long MOST_BYTES = 4L << 30;

    /** Beyond its first MiB a table may not have more bytes than this for each byte of its wrapping. */
    public static final int MOST_RATIO = 200;

    private static final long FREE_BYTES = 1 << 20;

    /** Why the table in a wrapping cannot be read. */
    public enum Fault {
        DAMAGED,
        TOO_LARGE,
        NO_TABLE,
        SEVERAL_TABLES
    }

    /** Thrown while reading, since a wrapping shows what it holds only then; no fault of whoever holds the file. */
    public static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1;
        private final Fault fault;

        private UnfitException(Fault fault, Throwable cause) {
            super(fault.name(), cause);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /**
     * The bytes of the one table in a wrapped stream, which is not closed. Reading throws {@link UnfitException} where there
     * is none or more than one, the wrapping is damaged, or the table is larger than any is.
     */
    public InputStream open(InputStream wrapped) throws IOException {
        Counted counted = new Counted(wrapped);
        try {
            return new Bounded(this == GZIP ? new GZIPInputStream(counted, 1 << 16) : new OneFile(counted), counted);
        } catch (ZipException | EOFException e) {
            throw new UnfitException(Fault.DAMAGED, e);
        }
    }

    /** Counts the bytes of the wrapping, whose reader may close it without effect. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        private Counted(InputStream in) {
            super(new BufferedInputStream(in, 1 << 16));
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() {
            // The stream belongs to whoever opened it.
        }
    }

    /** The one file of an archive. */
    private static final class OneFile extends FilterInputStream {
        private final ZipInputStream zip;

        private OneFile(InputStream in) throws IOException {
            super(new ZipInputStream(in));
            zip = (ZipInputStream) super.in;
            if (!nextFile()) {
                throw new UnfitException(Fault.NO_TABLE, null);
            }
        }

        private boolean nextFile() throws IOException {
            try {
                ZipEntry entry = zip.getNextEntry();
                while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
                    entry = zip.getNextEntry();
                }
                return entry != null;
            } catch (IllegalArgumentException e) {
                // Names that are no text in the archive's charset.
                throw new UnfitException(Fault.DAMAGED, e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = zip.read(into, offset, length);
            if (count < 0 && nextFile()) {
                throw new UnfitException(Fault.SEVERAL_TABLES, null);
            }
            return count;
        }
    }

    /** Stops where more comes out than a table holds, and names damage as such. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final Counted wrapped;
        private long bytes;

        private Bounded(InputStream in, Counted wrapped) {
            this.in = in;
            this.wrapped = wrapped;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int count = in.read(into, offset, length);
                bytes += Math.max(count, 0);
                if (bytes > MOST_BYTES || bytes > FREE_BYTES + wrapped.bytes * MOST_RATIO) {
                    throw new UnfitException(Fault.TOO_LARGE, null);
                }
                return count;
            } catch (ZipException | EOFException e) {
                throw new UnfitException(Fault.DAMAGED, e);
            }
        }
    }
}
