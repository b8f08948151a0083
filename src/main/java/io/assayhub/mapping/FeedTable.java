package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.Form;
import io.assayhub.model.ErrorCode;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedFramer;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.TableExtent;
import io.assayhub.parse.TableFramer;
import io.assayhub.parse.Wrapping;
import io.assayhub.parse.astm.AstmFramer;
import io.assayhub.parse.cdisclab.CdiscLabFramer;
import io.assayhub.parse.datasetjson.DatasetJsonFramer;
import io.assayhub.parse.elispot.EliSpotFramer;
import io.assayhub.parse.elispot.PlateLayout;
import io.assayhub.parse.fhir.FhirFramer;
import io.assayhub.parse.flowjo.FlowJoFramer;
import io.assayhub.parse.hl7v2.Hl7v2Framer;
import io.assayhub.parse.xlsx.XlsxFramer;
import io.assayhub.parse.xpt.XptFramer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Frames a source as its feed describes it: the one way for intake and for whoever counts after it. */
public final class FeedTable {
    private static final int HEAD = 16;
    private static final int SNIFFED = 8192;

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
        if (kind == FileKind.ZIP && wrapped.contains(FeedConfig.Wrapped.ZIP_OF_SEVERAL)) {
            return Wrapping.several(source);
        }
        return kind == FileKind.ZIP && wrapped.contains(FeedConfig.Wrapped.ZIP) ? Wrapping.ZIP.open(source) : source;
    }

    /** Frames a delivery from its first byte, the wrapping included, and does not close it. */
    public static Framer open(InputStream in, FeedConfig feed) throws IOException {
        InputStream unwrapped = unwrapped(in, feed);
        PushbackInputStream source = new PushbackInputStream(unwrapped, SNIFFED);
        byte[] head = source.readNBytes(SNIFFED);
        source.unread(head);
        FileKind kind = FileKind.sniff(head);
        if (kind == FileKind.EMPTY) {
            return new RefusedFramer(RefusedTable.Fault.EMPTY, ErrorCode.EMPTY_FILE.meaning());
        }
        LongPredicate begins = unwrapped instanceof Wrapping.Tables tables ? tables::begins : offset -> false;
        if (feed.format().form() instanceof Form.Csv csv) {
            return kind == FileKind.TEXT
                    ? new TableFramer(
                            source,
                            new CsvDialect(csv.delimiter(), '"', feed.format().charset(), csv.maxRowBytes()),
                            new TableExtent(csv.skip(), csv.headerRow(), csv.endAt()),
                            begins)
                    : other(kind, "a text table");
        }
        if (feed.format().form() instanceof Form.Hl7v2) {
            return kind == FileKind.TEXT
                    ? new Hl7v2Framer(
                            source, List.copyOf(columns(feed)), feed.format().charset())
                    : other(kind, "an HL7 v2 message");
        }
        if (feed.format().form() instanceof Form.Astm) {
            return kind == FileKind.TEXT
                    ? new AstmFramer(
                            source, List.copyOf(columns(feed)), feed.format().charset())
                    : other(kind, "an ASTM message");
        }
        if (feed.format().form() instanceof Form.Fhir) {
            return kind == FileKind.TEXT
                    ? FhirFramer.open(source, List.copyOf(columns(feed)))
                    : other(kind, "FHIR in JSON");
        }
        if (feed.format().form() instanceof Form.FlowJo flowJo) {
            return kind == FileKind.TEXT
                    ? new FlowJoFramer(
                            source,
                            CsvDialect.of(flowJo.delimiter(), feed.format().charset()),
                            flowJo.endAt())
                    : other(kind, "a FlowJo table as text");
        }
        if (feed.format().form() instanceof Form.EliSpot plates) {
            return kind == FileKind.TEXT
                    ? new EliSpotFramer(
                            source,
                            CsvDialect.of(plates.delimiter(), feed.format().charset()),
                            layout(plates, feed.format().decimal()))
                    : other(kind, "ELISpot plates as text");
        }
        if (feed.format().form() instanceof Form.CdiscLab records) {
            return kind == FileKind.TEXT
                    ? CdiscLabFramer.open(source, feed.format().charset(), records.fields())
                    : other(kind, "bar-delimited records");
        }
        if (feed.format().form() instanceof Form.DatasetJson) {
            return datasetJson(source, head, kind, feed);
        }
        if (feed.format().form() instanceof Form.Xpt) {
            boolean mayBe = kind == FileKind.XPORT || kind == FileKind.TEXT || kind == FileKind.BINARY;
            return mayBe
                    ? new XptFramer(source, columns(feed), feed.format().charset())
                    : other(kind, "a SAS transport file");
        }
        if (feed.format().form() instanceof Form.Xlsx xlsx) {
            return kind == FileKind.ZIP
                    ? new XlsxFramer(source, xlsx.sheet(), new TableExtent(xlsx.skip(), xlsx.headerRow(), xlsx.endAt()))
                    : other(kind, "an Excel workbook (.xlsx) without a password");
        }
        throw new IllegalStateException("a form without a framer");
    }

    /** What a feed says of an ELISpot reader's plates. */
    static PlateLayout layout(Form.EliSpot plates, char decimal) {
        return new PlateLayout(
                plates.fields(),
                plates.plate().orElse(null),
                plates.counts().orElse(null),
                plates.map(),
                plates.background(),
                plates.offScale(),
                plates.cellsPerWell().orElse(null),
                plates.wells(),
                plates.lines(),
                decimal);
    }

    private static Framer datasetJson(InputStream source, byte[] head, FileKind kind, FeedConfig feed)
            throws IOException {
        // No JSON begins with an x, the first byte of every zlib stream with the usual window.
        if (kind == FileKind.ZLIB || (kind == FileKind.TEXT && head[0] == 'x')) {
            return new DatasetJsonFramer(Wrapping.ZLIB.open(source), columns(feed));
        }
        return kind == FileKind.TEXT ? new DatasetJsonFramer(source, columns(feed)) : other(kind, "Dataset-JSON");
    }

    private static Framer other(FileKind kind, String expected) {
        return new RefusedFramer(
                RefusedTable.Fault.OTHER_FORMAT, "This is " + kind.description() + ", not " + expected + ".");
    }

    /** Headers of all columns that the feed reads, for whatever. */
    static Set<String> columns(FeedConfig feed) {
        Set<String> names = new LinkedHashSet<>();
        List<Column> columns = feed.allColumns();
        feed.results().forEach(rule -> columns.addAll(rule.replicates().columns()));
        for (Column column : columns) {
            names.add(column.header());
            if (column.unitFrom() != null) {
                names.add(column.unitFrom());
            }
            if (column.source() instanceof FeedConfig.Source.Joined joined) {
                names.add(joined.with());
            }
        }
        feed.exclusions().forEach(e -> names.addAll(e.when().cells().keySet()));
        feed.results().forEach(r -> names.addAll(r.when().cells().keySet()));
        feed.reported().ifPresent(when -> names.addAll(when.cells().keySet()));
        return names;
    }
}
