package io.assayhub.parse;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** What a table may come wrapped in. Nothing is written to disk, and the names in an archive are not used. */
public enum Wrapping {
    /** GZIP, RFC 1952. */
    GZIP,
    /** A bare zlib stream, RFC 1950, as CDISC's compressed Dataset-JSON is. */
    ZLIB,
    /** PKZIP with one file in it; folders and what macOS adds do not count. */
    ZIP;

    /** Beyond this many bytes a table in a wrapping is not read on. */
    public static final long MOST_BYTES = 4L << 30;

    /** Beyond its first MiB a table may not have more bytes than this for each byte of its wrapping. */
    public static final int MOST_RATIO = 200;

    /** Beyond this many tables an archive is not read. */
    public static final int MOST_TABLES = 1000;

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
            InputStream table = switch (this) {
                case GZIP -> new GZIPInputStream(counted, 1 << 16);
                case ZLIB -> new InflaterInputStream(counted);
                case ZIP -> new OneFile(counted);
            };
            return new Bounded(table, counted);
        } catch (ZipException | EOFException e) {
            throw new UnfitException(Fault.DAMAGED, e);
        }
    }

    /**
     * The bytes of all tables in a ZIP archive, one after the other in the archive's order; each ends with a line break.
     * The stream is not closed.
     */
    public static Tables several(InputStream wrapped) throws IOException {
        Counted counted = new Counted(wrapped);
        try {
            return new Tables(new AllFiles(counted), counted);
        } catch (ZipException | EOFException e) {
            throw new UnfitException(Fault.DAMAGED, e);
        }
    }

    /** Several tables as one stream, which knows where each of them begins. */
    public static final class Tables extends FilterInputStream {
        private final AllFiles files;

        private Tables(AllFiles files, Counted counted) {
            super(new Bounded(files, counted));
            this.files = files;
        }

        /** Whether a table other than the first begins at this offset, of what was read so far. */
        public boolean begins(long offset) {
            return files.begins.contains(offset);
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

    /** The files of an archive, of which there is at least one. */
    private abstract static class Archive extends InputStream {
        final ZipInputStream zip;

        private Archive(InputStream in) throws IOException {
            zip = new ZipInputStream(in);
            if (!nextFile()) {
                throw new UnfitException(Fault.NO_TABLE, null);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public abstract int read(byte[] into, int offset, int length) throws IOException;

        final boolean nextFile() throws IOException {
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
    }

    /** The one file of an archive. */
    private static final class OneFile extends Archive {
        private OneFile(InputStream in) throws IOException {
            super(in);
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

    /** All files of an archive, one after the other. */
    private static final class AllFiles extends Archive {
        private final Set<Long> begins = new HashSet<>();
        private long bytes;
        private byte last = '\n';

        private AllFiles(InputStream in) throws IOException {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = zip.read(into, offset, length);
            while (count < 0) {
                if (last != '\n' && last != '\r') {
                    into[offset] = '\n';
                    count = 1;
                    break;
                }
                if (!nextFile()) {
                    return -1;
                }
                if (bytes > 0 && begins.add(bytes) && begins.size() >= MOST_TABLES) {
                    throw new UnfitException(Fault.TOO_LARGE, null);
                }
                count = zip.read(into, offset, length);
            }
            bytes += count;
            last = into[offset + count - 1];
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
