package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Form;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Framer;
import io.assayhub.parse.TableExtent;
import io.assayhub.parse.TableFramer;
import io.assayhub.parse.Wrapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Set;

/** Frames a source as its feed describes it: the one way for intake and for whoever counts after it. */
public final class FeedTable {
    private static final int HEAD = 16;

    private FeedTable() {}

    /** The source's own bytes, taken out of what the feed says it may come wrapped in. */
    public static InputStream unwrapped(InputStream in, FeedConfig feed) throws IOException {
        Set<FeedConfig.Wrapped> wrapped = feed.format().wrapped();
        if (wrapped.isEmpty()) {
            return in;
        }
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        source.unread(head);
        FileKind kind = FileKind.sniff(head);
        if (kind == FileKind.GZIP && wrapped.contains(FeedConfig.Wrapped.GZIP)) {
            return Wrapping.GZIP.open(source);
        }
        return kind == FileKind.ZIP && wrapped.contains(FeedConfig.Wrapped.ZIP) ? Wrapping.ZIP.open(source) : source;
    }

    /** Whether a source that begins like this can have the feed's form at all. */
    static boolean fits(FileKind kind, FeedConfig feed) {
        if (feed.format().form() instanceof Form.Csv) {
            return kind == FileKind.TEXT;
        }
        throw new IllegalStateException("a form without a framer");
    }

    /** Frames the stream from its beginning and does not close it. */
    public static Framer frame(InputStream in, FeedConfig feed) {
        if (feed.format().form() instanceof Form.Csv csv) {
            return new TableFramer(
                    in,
                    new CsvDialect(csv.delimiter(), '"', feed.format().charset(), csv.maxRowBytes()),
                    new TableExtent(csv.skip(), csv.headerRow(), csv.endAt()));
        }
        throw new IllegalStateException("a form without a framer");
    }
}
