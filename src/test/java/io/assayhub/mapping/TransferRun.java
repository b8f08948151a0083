package io.assayhub.mapping;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One transfer judged and read to its end: what {@code try} shows of it. */
public record TransferRun(
        TransferJudge.Verdict verdict, TransferReader.Summary summary, List<Entry> entries, List<Rejected> rejected) {

    /** As previews. */
    public static TransferRun preview(CompiledFeed feed, byte[] bytes) throws IOException {
        return of(feed, TransferReader.Mode.PREVIEW, bytes);
    }

    static TransferRun preview(CompiledFeed feed, String text) throws IOException {
        return preview(feed, text.getBytes(feed.config().format().charset()));
    }

    static TransferRun of(CompiledFeed feed, TransferReader.Mode mode, byte[] bytes) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> new ByteArrayInputStream(bytes));
        List<Entry> entries = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        TransferReader.Summary summary = feed.reader(mode, verdict)
                .read(new ByteArrayInputStream(bytes), new EntrySink() {
                    @Override
                    public void normalised(Entry entry) {
                        entries.add(entry);
                    }

                    @Override
                    public void rejected(Rejected what) {
                        rejected.add(what);
                    }
                });
        return new TransferRun(verdict, summary, entries, rejected);
    }

    /** The Observations as text. */
    public List<String> observations() {
        return entries.stream()
                .map(e -> new String(e.observation(), StandardCharsets.UTF_8))
                .toList();
    }

    List<String> addresses() {
        return entries.stream().map(Entry::address).toList();
    }

    /** The code under which the whole transfer is refused; fails if it is not. */
    ErrorCode refusal() {
        return verdict.refusal().orElseThrow().code();
    }
}
