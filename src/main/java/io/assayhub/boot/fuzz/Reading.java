package io.assayhub.boot.fuzz;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.FeedTable;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Hash128;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** One source read as intake reads it, and what has to hold of any. */
final class Reading {
    private final TransferReader.Summary summary;
    private final boolean refused;
    private final Output output;

    private Reading(TransferReader.Summary summary, boolean refused, Output output) {
        this.summary = summary;
        this.refused = refused;
        this.output = output;
    }

    /** What came out: numbers, and a hash of the bytes. */
    private static final class Output implements EntrySink {
        private final MessageDigest hash = Hash128.sha256();
        private long normalised;
        private long rejected;
        private byte[] first;

        @Override
        public void normalised(Entry entry) {
            normalised++;
            hash.update(entry.observation());
            first = first == null ? entry.observation() : first;
        }

        @Override
        public void rejected(Rejected what) {
            rejected++;
            hash.update(what.code().code().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    static Reading of(CompiledFeed feed, byte[] bytes) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> new ByteArrayInputStream(bytes));
        Output output = new Output();
        TransferReader.Summary summary =
                feed.reader(TransferReader.Mode.PREVIEW, verdict).read(new ByteArrayInputStream(bytes), output);
        return new Reading(
                summary, verdict.refusal().isPresent() || summary.refusal().isPresent(), output);
    }

    boolean refused() {
        return refused;
    }

    long rows() {
        return summary.rows();
    }

    long observations() {
        return output.normalised;
    }

    long rejected() {
        return output.rejected;
    }

    /** What does not hold, or empty. */
    Optional<String> fault(CompiledFeed feed, byte[] bytes, boolean again) throws IOException {
        long excluded =
                summary.excluded().values().stream().mapToLong(Long::longValue).sum();
        if (!refused && summary.rows() != excluded + summary.refused() + summary.read()) {
            return Optional.of("rows do not balance: " + summary.rows() + " is not " + excluded + " excluded + "
                    + summary.refused() + " refused + " + summary.read() + " read");
        }
        if (summary.entries() != summary.rejected() + output.normalised) {
            return Optional.of("entries do not balance: " + summary.entries() + " is not " + summary.rejected()
                    + " rejected + " + output.normalised + " normalised");
        }
        if (output.rejected != summary.rejected() + summary.refused()) {
            return Optional.of("rejects do not balance: " + output.rejected + " told, " + summary.rejected() + " and "
                    + summary.refused() + " counted");
        }
        if (output.first != null) {
            Json.mapper().readTree(output.first);
        }
        if (!refused) {
            Framer framer = framed(feed, bytes);
            if (framer.rows() != summary.rows() || framer.refused() != summary.refused()) {
                return Optional.of("the framing layer counts " + framer.rows() + " rows, " + framer.refused()
                        + " refused, the reader " + summary.rows() + " and " + summary.refused());
            }
        }
        if (again
                && !Arrays.equals(
                        output.hash.digest(), of(feed, bytes).output.hash.digest())) {
            return Optional.of("the same bytes gave other Observations when they were read again");
        }
        return Optional.empty();
    }

    private static Framer framed(CompiledFeed feed, byte[] bytes) throws IOException {
        Framer framer = FeedTable.open(new ByteArrayInputStream(bytes), feed.config());
        String line;
        do {
            line = framer.lineAbove();
        } while (line != null);
        Frame frame = framer.header();
        while (frame != null) {
            frame = framer.next();
        }
        return framer;
    }
}
