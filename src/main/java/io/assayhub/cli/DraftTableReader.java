package io.assayhub.cli;

import io.assayhub.config.FeedConfig.Wrapped;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.Wrapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Finds out how a file writes its table, and reads the first rows in bounded memory; the file may be of any size. */
final class DraftTableReader {
    /** Rows that guesses are made from. */
    static final int MOST_ROWS = 10_000;

    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final int HEAD_BYTES = 256 * 1024;
    private static final int SNIFFED_BYTES = 8192;
    private static final int HEAD_ROWS = 500;
    private static final int LONGEST_PREAMBLE = 200;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** At both ends, the no-break space of spreadsheets among them: a feed leaves out the same. */
    private static final Pattern BLANKS = Pattern.compile("^[\\x00-\\x20\\xa0]+|[\\x00-\\x20\\xa0]+$");

    private static final Pattern DIGITS = Pattern.compile("\\d");
    private static final Pattern DATA = Pattern.compile(
            "[<>]?[+-]?\\d+([.,]\\d+)?([eE][+-]?\\d+)?|\\d{1,4}[-/.](\\d{1,2}|\\p{L}{3})[-/.]\\d{2,4}.*");

    private DraftTableReader() {}

    /** What was found in a file. */
    sealed interface Reading {
        record Found(DraftTable table) implements Reading {}

        /** Why no table can be read, in words for whoever called; nothing of the file's content. */
        record NoTable(String reason) implements Reading {}
    }

    /** The shape of a table under one delimiter: its width, how well rows keep to it, and the header's line. */
    private record Shape(char delimiter, int fields, double score, int headerLine) {}

    /** Rows under one charset; {@code undecodable} rows speak against it. */
    private record Sample(DraftTable table, long undecodable) {}

    /** A table's file, and what it came wrapped in. */
    private record Source(Path file, Optional<Wrapped> wrapped) {
        private static Source of(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                FileKind kind = FileKind.sniff(in.readNBytes(SNIFFED_BYTES));
                return new Source(
                        file,
                        kind == FileKind.GZIP
                                ? Optional.of(Wrapped.GZIP)
                                : kind == FileKind.ZIP ? Optional.of(Wrapped.ZIP) : Optional.empty());
            }
        }

        private InputStream open() throws IOException {
            InputStream in = Files.newInputStream(file);
            if (wrapped.isEmpty()) {
                return in;
            }
            return wrapped.get() == Wrapped.GZIP ? Wrapping.GZIP.open(in) : Wrapping.ZIP.open(in);
        }
    }

    static Reading read(Path file) throws IOException {
        Source source = Source.of(file);
        try {
            return read(source);
        } catch (Wrapping.UnfitException e) {
            String kind =
                    (source.wrapped.equals(Optional.of(Wrapped.ZIP)) ? FileKind.ZIP : FileKind.GZIP).description();
            return new Reading.NoTable("This is " + kind + ", not a text table.");
        }
    }

    private static Reading read(Source source) throws IOException {
        byte[] head;
        try (InputStream in = source.open()) {
            head = in.readNBytes(HEAD_BYTES);
        }
        FileKind kind = FileKind.sniff(Arrays.copyOf(head, Math.min(head.length, SNIFFED_BYTES)));
        if (kind != FileKind.TEXT) {
            return new Reading.NoTable("This is " + kind.description() + ", not a text table.");
        }
        if (new String(head, 0, Math.min(head.length, 4), StandardCharsets.US_ASCII).matches("MSH[^A-Za-z0-9]")) {
            return new Reading.NoTable("This is an HL7 v2 message, which names its columns itself: begin with a copy of"
                    + " feeds/hl7v2-oru.yaml, see docs/formats/hl7v2.md.");
        }
        if (new String(head, 0, Math.min(head.length, SNIFFED_BYTES), StandardCharsets.UTF_8)
                .matches("(?s)\\s*\\{.*\"resourceType\".*")) {
            return new Reading.NoTable("This is FHIR, which names its elements itself: begin with a copy of"
                    + " feeds/fhir-observation.yaml, see docs/formats/fhir.md.");
        }
        Shape shape = null;
        for (char delimiter : DELIMITERS) {
            Shape candidate = shape(head, delimiter);
            if (candidate.fields > 1 && (shape == null || candidate.score > shape.score)) {
                shape = candidate;
            }
        }
        if (shape == null) {
            return new Reading.NoTable(
                    "No table was found: no line has two fields with a comma, semicolon, tab or bar between them.");
        }
        Sample utf8 = sample(source, shape, StandardCharsets.UTF_8);
        DraftTable table =
                utf8.undecodable == 0 || utf8.table.mark() ? utf8.table : sample(source, shape, WINDOWS_1252).table;
        if (looksLikeData(table)) {
            return new Reading.NoTable("No header row was found: the first row of the table looks like data."
                    + " A feed names columns by their header, so the table needs one.");
        }
        return new Reading.Found(table);
    }

    private static Shape shape(byte[] head, char delimiter) throws IOException {
        record Row(int line, int fields, int filled) {}
        List<Row> rows = new ArrayList<>();
        // Latin-1 decodes any byte: the charset is the next question, not this one.
        try (CsvFramer framer =
                new CsvFramer(new ByteArrayInputStream(head), CsvDialect.of(delimiter, StandardCharsets.ISO_8859_1))) {
            for (Frame frame = framer.next(); frame != null && rows.size() < HEAD_ROWS; frame = framer.next()) {
                if (frame instanceof CsvRow row) {
                    int filled = 0;
                    for (int i = 0; i < row.fieldCount(); i++) {
                        filled += row.text(i).isBlank() ? 0 : 1;
                    }
                    rows.add(new Row(Math.toIntExact(row.line()), row.fieldCount(), filled));
                }
            }
        }
        if (head.length == HEAD_BYTES && rows.size() > 1 && rows.size() < HEAD_ROWS) {
            rows.remove(rows.size() - 1);
        }
        Map<Integer, Integer> counts = new HashMap<>();
        rows.stream().filter(r -> r.fields > 1).forEach(r -> counts.merge(r.fields, 1, Integer::sum));
        if (counts.isEmpty()) {
            return new Shape(delimiter, 1, 0, 0);
        }
        int most = Collections.max(counts.values());
        int fields = counts.entrySet().stream()
                .filter(e -> e.getValue() == most)
                .mapToInt(Map.Entry::getKey)
                .max()
                .getAsInt();
        double share = (double) most / rows.size();
        // A spreadsheet pads the lines above the table with delimiters: a header is mostly filled.
        int header = rows.stream()
                .filter(r -> r.fields == fields && r.filled * 10 >= r.fields * 6)
                .mapToInt(Row::line)
                .findFirst()
                .orElseGet(() -> rows.stream()
                        .filter(r -> r.fields == fields)
                        .mapToInt(Row::line)
                        .min()
                        .getAsInt());
        return new Shape(delimiter, fields, share * share * (fields - 1), header);
    }

    private static Sample sample(Source source, Shape shape, Charset charset) throws IOException {
        List<String> preamble = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        long undecodable = 0;
        try (CsvFramer framer = new CsvFramer(source.open(), CsvDialect.of(shape.delimiter, charset))) {
            boolean mark = framer.startsWithByteOrderMark();
            for (int i = 1; i < shape.headerLine; i++) {
                String line = framer.readLine();
                undecodable += line.indexOf('\uFFFD') >= 0 ? 1 : 0;
                preamble.add(line.strip());
            }
            Frame first = framer.next();
            if (first instanceof CsvRow header) {
                cells(header, headers);
            } else {
                // The same bytes were a row a moment ago: only the charset can be at fault.
                undecodable++;
            }
            framer.expectFields(shape.fields);
            Frame frame = framer.next();
            for (; frame != null && rows.size() < MOST_ROWS && framer.bytes() < MOST_BYTES; frame = framer.next()) {
                if (frame instanceof CsvRow row) {
                    List<String> cells = new ArrayList<>(shape.fields);
                    cells(row, cells);
                    rows.add(cells);
                } else if (frame instanceof RefusedRow bad && bad.reason() == RefusedRow.Reason.BAD_ENCODING) {
                    undecodable++;
                }
            }
            boolean whole = frame == null;
            long refused = framer.refused();
            OptionalLong all = OptionalLong.empty();
            if (preamble.size() <= LONGEST_PREAMBLE
                    && preamble.stream().anyMatch(l -> DIGITS.matcher(l).find())) {
                while (frame != null) {
                    frame = framer.next();
                }
                all = OptionalLong.of(framer.rows() + framer.refused() - 1);
            }
            return new Sample(
                    new DraftTable(
                            charset,
                            mark,
                            shape.delimiter,
                            preamble,
                            headers,
                            rows,
                            whole,
                            refused,
                            all,
                            source.wrapped),
                    undecodable);
        }
    }

    private static void cells(CsvRow row, List<String> into) {
        for (int i = 0; i < row.fieldCount(); i++) {
            into.add(BLANKS.matcher(row.text(i)).replaceAll(""));
        }
    }

    /** Whether the header is a row of results: it is never shown then, for it may name a subject. */
    private static boolean looksLikeData(DraftTable table) {
        int filled = 0;
        int data = 0;
        int numbered = 0;
        int repeated = 0;
        for (int i = 0; i < table.headers().size(); i++) {
            String header = table.headers().get(i);
            if (header.isEmpty()) {
                continue;
            }
            filled++;
            data += DATA.matcher(header).matches() ? 1 : 0;
            numbered += DIGITS.matcher(header).results().count() >= 4 ? 1 : 0;
            int column = i;
            long same = table.rows().stream()
                    .filter(r -> r.get(column).equalsIgnoreCase(header))
                    .count();
            repeated += same > 0 && same * 5 >= table.rows().size() ? 1 : 0;
        }
        return filled == 0 || data * 4 >= filled || numbered >= 2 || repeated >= 2 || (repeated == 1 && data > 0);
    }
}
