package io.assayhub.boot.bench;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.FeedTable;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The steps that need no Kafka: from a file's bytes to fields, to the verdict, to Observations. One thread. */
public final class ReadSteps {
    private final CompiledFeed feed;
    private final Path file;

    public ReadSteps(CompiledFeed feed, Path file) {
        this.feed = feed;
        this.file = file;
    }

    /** What all Observations of a table come to. */
    public record Volume(long observations, long bytes) {}

    /** Frames every row and makes the text of every field that the feed maps; returns the rows. */
    public long parse() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Framer framer = FeedTable.open(in, feed.config());
            if (framer.lineAbove() != null || !(framer.header() instanceof Row header)) {
                throw new IOException("the table has no header");
            }
            int[] mapped = mapped(header);
            long characters = 0;
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof Row row) {
                    for (int field : mapped) {
                        characters += row.text(field).length();
                    }
                }
            }
            if (characters == 0) {
                throw new IOException("the table is empty");
            }
            return framer.rows();
        }
    }

    private int[] mapped(Row header) {
        Set<String> names = new HashSet<>();
        feed.config().columns().forEach(column -> {
            names.add(column.header());
            names.add(column.unitFrom());
        });
        return java.util.stream.IntStream.range(0, header.fieldCount())
                .filter(i -> names.contains(header.text(i)))
                .toArray();
    }

    /** Makes the Observation of every row as intake does, and counts their bytes. */
    public Volume observations() throws IOException {
        long[] counts = new long[2];
        read(TransferReader.Mode.NORMALISE, new EntrySink() {
            @Override
            public void normalised(Entry entry) {
                counts[0]++;
                counts[1] += entry.observation().length;
            }

            @Override
            public void rejected(Rejected rejected) throws IOException {
                throw unexpected(rejected);
            }
        });
        return new Volume(counts[0], counts[1]);
    }

    /** Reads the table through for the verdict, as intake does before anything is published; returns the rows. */
    public long judge() throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> Files.newInputStream(file));
        if (verdict.refusal().isPresent() || !verdict.collisions().isEmpty()) {
            throw new IOException("the table is not fit");
        }
        return verdict.summary().rows();
    }

    void read(TransferReader.Mode mode, EntrySink sink) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            feed.reader(mode).read(in, sink);
        }
    }

    static IOException unexpected(Rejected rejected) {
        return new IOException("a row was rejected: " + rejected.code().code());
    }
}
