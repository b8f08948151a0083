package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.TableExtent;
import io.assayhub.parse.TableFramer;
import io.assayhub.parse.Wrapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Frames a source as its feed describes it: the one way for intake and for whoever counts after it. */
public final class FeedTable {
    private static final int HEAD = 16;

    private FeedTable() {}

    /** The table's own bytes, taken out of what the feed says it may come wrapped in. */
    public static InputStream unwrapped(InputStream in, FeedConfig.Table table) throws IOException {
        if (table.wrapped().isEmpty()) {
            return in;
        }
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        source.unread(head);
        FileKind kind = FileKind.sniff(head);
        if (kind == FileKind.GZIP && table.wrapped().contains(FeedConfig.Wrapped.GZIP)) {
            return Wrapping.GZIP.open(source);
        }
        return kind == FileKind.ZIP && table.wrapped().contains(FeedConfig.Wrapped.ZIP)
                ? Wrapping.ZIP.open(source)
                : source;
    }

    /** Frames the stream from its beginning and does not close it. */
    public static TableFramer frame(InputStream in, FeedConfig.Table table) {
        return new TableFramer(
                in,
                new CsvDialect(table.delimiter(), '"', table.charset(), table.maxRowBytes()),
                new TableExtent(table.skip(), table.headerRow(), table.endAt()));
    }
}
