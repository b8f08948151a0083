package io.assayhub.ops;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Hash128;
import io.assayhub.model.Rejected;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a feed makes of a source, in a temporary file, and row by row out of it: memory does not grow with the source. */
final class EntryStream implements Closeable {
    private final Path file;
    private final DataInputStream in;
    private Read ahead;

    /**
     * What became of one entry.
     *
     * @param code why it was rejected, or null
     * @param id null if it was rejected, as are the others
     */
    record Read(long row, String address, String code, String id, Hash128 content, byte[] observation) {}

    private EntryStream(Path file) throws IOException {
        this.file = file;
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        ahead = read();
    }

    static EntryStream of(CompiledFeed feed, TransferJudge.Source source) throws IOException {
        Path file = Files.createTempFile("assay-hub-diff", ".bin");
        try (DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
                InputStream bytes = source.open()) {
            TransferJudge.Verdict verdict = TransferJudge.judge(feed, source);
            feed.reader(TransferReader.Mode.PREVIEW, verdict).read(bytes, sink(out));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new EntryStream(file);
    }

    private static EntrySink sink(DataOutputStream out) {
        return new EntrySink() {
            @Override
            public void normalised(Entry entry) throws IOException {
                out.writeLong(entry.place().row());
                out.writeUTF(entry.address());
                out.writeBoolean(true);
                out.writeUTF(entry.facts().id().value());
                out.writeLong(entry.facts().contentHash().high());
                out.writeLong(entry.facts().contentHash().low());
                out.writeInt(entry.observation().length);
                out.write(entry.observation());
            }

            @Override
            public void rejected(Rejected rejected) throws IOException {
                if (rejected.entry() != null) {
                    out.writeLong(rejected.location().row());
                    out.writeUTF(rejected.entry());
                    out.writeBoolean(false);
                    out.writeUTF(rejected.code().code());
                }
            }
        };
    }

    private Read read() throws IOException {
        long row;
        try {
            row = in.readLong();
        } catch (EOFException e) {
            return null;
        }
        String address = in.readUTF();
        if (!in.readBoolean()) {
            return new Read(row, address, in.readUTF(), null, null, null);
        }
        String id = in.readUTF();
        Hash128 content = new Hash128(in.readLong(), in.readLong());
        byte[] observation = new byte[in.readInt()];
        in.readFully(observation);
        return new Read(row, address, null, id, content, observation);
    }

    /** The row that comes next; {@link Long#MAX_VALUE} behind the last. */
    long row() {
        return ahead == null ? Long.MAX_VALUE : ahead.row();
    }

    /** Takes the entries of this row, none if it is not the next. */
    List<Read> take(long row) throws IOException {
        List<Read> entries = new ArrayList<>();
        while (ahead != null && ahead.row() == row) {
            entries.add(ahead);
            ahead = read();
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        in.close();
        Files.deleteIfExists(file);
    }
}
