package io.assayhub.parse.datasetjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.SdtmVariables;
import io.assayhub.parse.TextRow;
import io.assayhub.parse.datasetjson.Attributes.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.Set;

/**
 * Frames one dataset of CDISC Dataset-JSON 1.1, as JSON or as NDJSON, told apart by content: NDJSON is a first line that is an
 * object complete in itself and without rows. A cell is the text as sent, a number in its own digits, {@code true} or
 * {@code false}, or nothing for null. The rows of NDJSON stand alone: one that is no JSON is refused by itself; in JSON
 * nothing can be read behind a fault of the syntax, and offsets count characters.
 */
public final class DatasetJsonFramer implements Framer {
    /** Bytes of a line of NDJSON, the first with all columns included. */
    static final int MOST_LINE = 4 << 20;

    private static final String CUT = "The file ends before the dataset does: let the sender send it again.";
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(256 * 1024)
                    .maxNumberLength(1000)
                    .maxNameLength(1000)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final InputStream in;
    private final Set<String> wanted;
    private final Attributes attributes = new Attributes();
    private final TextRow header = new TextRow();
    private LineReader lines;
    private JsonParser json;
    private RowReader reader;
    private boolean ended;
    private long rows;
    private long refused;
    private long bytes;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param wanted the names under which columns are read, see {@link SdtmVariables}
     */
    public DatasetJsonFramer(InputStream in, Set<String> wanted) {
        this.in = in;
        this.wanted = Set.copyOf(wanted);
    }

    /** Names under which {@link #fact} may know something. */
    public static Set<String> facts() {
        return Attributes.facts();
    }

    @Override
    public Frame header() throws IOException {
        try {
            Optional<Refusal> wrong = open();
            if (wrong.isEmpty()) {
                wrong = attributes.verdictBefore();
            }
            if (wrong.isPresent()) {
                return end(wrong.get());
            }
        } catch (JsonProcessingException | CharacterCodingException e) {
            return end(fault(e));
        }
        SdtmVariables variables = new SdtmVariables(attributes.columns(), attributes.name(), wanted);
        reader = new RowReader(attributes.columns().size(), variables.added());
        header.begin(1, 1, 0);
        variables.headers().forEach(header::add);
        return header;
    }

    /** Reads all attributes that stand before the rows, and so finds out which of the two forms it is. */
    private Optional<Refusal> open() throws IOException {
        LineReader first = new LineReader(in, MOST_LINE);
        first.first();
        int from = startsWithMark(first) ? MARK.length : 0;
        if (!first.isTooLong() && isCompleteWithoutRows(first, from)) {
            lines = first;
            bytes = first.offset();
            try (JsonParser line = parser(first, from)) {
                return object(line);
            }
        }
        json = parser(first.whole(from));
        return object(json);
    }

    private static boolean startsWithMark(LineReader line) {
        return line.length() >= MARK.length
                && line.bytes()[0] == MARK[0]
                && line.bytes()[1] == MARK[1]
                && line.bytes()[2] == MARK[2];
    }

    private static boolean isCompleteWithoutRows(LineReader line, int from) throws IOException {
        try (JsonParser parser = parser(line, from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(Attributes.ROWS)) {
                    return false;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (JsonProcessingException | CharacterCodingException e) {
            // Such as an object that goes on in the next line.
            return false;
        }
    }

    private Optional<Refusal> object(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.of(new Refusal(Fault.OTHER_FORMAT, "This is no Dataset-JSON: it is not an object."));
        }
        return attributes.read(parser);
    }

    private static JsonParser parser(LineReader line, int from) throws IOException {
        return parser(new ByteArrayInputStream(line.bytes(), from, line.length() - from));
    }

    /** Decoded here: without a table of names, which would grow with the source, Jackson replaces bad bytes silently. */
    private static JsonParser parser(InputStream utf8) throws IOException {
        return JSON.createParser(new InputStreamReader(utf8, UTF_8.newDecoder()));
    }

    @Override
    public Frame next() throws IOException {
        if (ended || reader == null) {
            return null;
        }
        Frame next;
        try {
            next = lines != null ? nextLine() : nextInArray();
        } catch (JsonProcessingException | CharacterCodingException e) {
            return end(fault(e));
        }
        if (next instanceof RefusedRow) {
            refused++;
        }
        return next;
    }

    private Frame nextLine() throws IOException {
        do {
            if (!lines.next()) {
                return atEnd();
            }
        } while (lines.isBlank());
        rows++;
        bytes = lines.offset();
        long line = lines.number();
        if (lines.isTooLong()) {
            return RowReader.refused(Reason.ROW_TOO_LONG, rows + 1, line, lines.start(), -1, 0);
        }
        try (JsonParser parser = parser(lines, 0)) {
            parser.nextToken();
            Frame row = reader.read(parser, rows + 1, line, lines.start());
            boolean more = parser.nextToken() != null;
            return more ? RowReader.refused(Reason.MALFORMED, rows + 1, line, lines.start(), -1, 0) : row;
        } catch (StreamConstraintsException e) {
            return RowReader.refused(Reason.ROW_TOO_LONG, rows + 1, line, lines.start(), -1, 0);
        } catch (JsonProcessingException | CharacterCodingException e) {
            return RowReader.refused(Reason.MALFORMED, rows + 1, line, lines.start(), -1, 0);
        }
    }

    private Frame nextInArray() throws IOException {
        JsonToken token = attributes.hasRows() ? json.nextToken() : JsonToken.END_ARRAY;
        if (token == JsonToken.END_ARRAY) {
            Optional<Refusal> wrong = attributes.hasRows() ? attributes.read(json) : Optional.empty();
            if (wrong.isEmpty() && json.nextToken() != null) {
                wrong = Optional.of(new Refusal(Fault.MALFORMED, "Something stands behind the dataset's end."));
            }
            bytes = json.currentLocation().getCharOffset();
            return wrong.isPresent() ? end(wrong.get()) : atEnd();
        }
        if (token == null) {
            return end(new Refusal(Fault.CUT_OFF, CUT));
        }
        long line = json.currentTokenLocation().getLineNr();
        long offset = json.currentTokenLocation().getCharOffset();
        // A row that cannot be read to its end is none.
        Frame row = reader.read(json, rows + 2, line, offset);
        rows++;
        bytes = json.currentLocation().getCharOffset();
        if (row instanceof TextRow read) {
            read.endsOn(json.currentLocation().getLineNr());
        }
        return row;
    }

    private Frame atEnd() {
        ended = true;
        return attributes.verdictAfter(lines != null).map(this::end).orElse(null);
    }

    private RefusedTable end(Refusal why) {
        ended = true;
        long line = lines != null
                ? lines.number()
                : json == null ? 1 : json.currentLocation().getLineNr();
        return new RefusedTable(why.fault(), reader == null ? 1 : rows + 2, line, bytes, why.detail());
    }

    private static Refusal fault(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new Refusal(
                    Fault.TOO_LARGE, "A text, number or name in it is longer, or nested deeper, than any dataset has.");
        }
        return e instanceof JsonEOFException
                ? new Refusal(Fault.CUT_OFF, CUT)
                : new Refusal(
                        Fault.MALFORMED,
                        "It is not JSON in UTF-8 from here on: let the sender send it again. As NDJSON one bad row would not"
                                + " refuse the others.");
    }

    @Override
    public String fact(String name) {
        return attributes.fact(name);
    }

    @Override
    public Long statedRows() {
        return attributes.records();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
