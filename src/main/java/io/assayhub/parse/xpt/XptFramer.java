package io.assayhub.parse.xpt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.SdtmVariables;
import io.assayhub.parse.ShortestDecimal;
import io.assayhub.parse.TextRow;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Frames the one dataset of a SAS transport file of version 5. A number is the shortest decimal of its double
 * ({@link IbmNumber}), one with a date, datetime or time format ISO 8601, a missing value an empty cell; a text has no
 * blanks at its end. The line of a row is the number of its observation, from 1.
 */
public final class XptFramer implements Framer {
    private static final int RECORD = Observations.RECORD;
    private static final int MOST_VARIABLES = 5_000;
    private static final String HEADER = "HEADER RECORD*******";
    private static final String LIBRARY = HEADER + "LIBRARY HEADER RECORD!!!!!!!";
    private static final String MEMBER = HEADER + "MEMBER  HEADER RECORD!!!!!!!";
    private static final String DESCRIPTOR = HEADER + "DSCRPTR HEADER RECORD!!!!!!!";
    private static final String NAMES = HEADER + "NAMESTR HEADER RECORD!!!!!!!";
    private static final String OBSERVATIONS = HEADER + "OBS     HEADER RECORD!!!!!!!";
    private static final String ADVICE = ": let the sender export the dataset again as XPT version 5.";

    private final InputStream in;
    private final Set<String> wanted;
    private final CharsetDecoder decoder;
    private final TextRow row = new TextRow();
    private final List<Variable> variables = new ArrayList<>();
    private final byte[] record = new byte[RECORD];
    private Observations observations;
    private String added;
    private String name = "";
    private String label = "";
    private boolean ended;
    private long headerBytes;
    private long rows;
    private long refused;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param wanted the names under which columns are read, see {@link SdtmVariables}
     * @param charset of the character variables; the file does not say
     */
    public XptFramer(InputStream in, Set<String> wanted, Charset charset) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.wanted = Set.copyOf(wanted);
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Names under which {@link #fact} knows something: the dataset's name and label. */
    public static Set<String> facts() {
        return Set.of("name", "label");
    }

    @Override
    public Frame header() throws IOException {
        RefusedTable wrong = readHeaders();
        if (wrong != null) {
            ended = true;
            return wrong;
        }
        SdtmVariables named =
                new SdtmVariables(variables.stream().map(Variable::name).toList(), name, wanted);
        added = named.added();
        row.begin(1, 0, 0);
        named.headers().forEach(row::add);
        return row;
    }

    private RefusedTable readHeaders() throws IOException {
        if (!next(LIBRARY)) {
            String found = text(0, 28);
            return found.startsWith(HEADER + "LIBV8")
                    ? refuse(
                            Fault.OTHER_VERSION,
                            "This is a transport file of version 8, of which only version 5 is read" + ADVICE)
                    : refuse(Fault.OTHER_FORMAT, "This is no SAS transport file" + ADVICE);
        }
        if (!skip(2) || !next(MEMBER)) {
            return broken("MEMBER");
        }
        int size = "0136".equals(text(74, 4)) ? 136 : 140;
        if (!next(DESCRIPTOR) || !nextRecord()) {
            return broken("DSCRPTR");
        }
        name = Variable.text(record, 8, 8);
        if (!nextRecord()) {
            return broken("DSCRPTR");
        }
        label = Variable.text(record, 32, 40);
        if (!next(NAMES)) {
            return broken("NAMESTR");
        }
        String count = text(54, 4).strip();
        if (!count.matches("\\d{1,4}") || Integer.parseInt(count) == 0) {
            return broken("NAMESTR");
        }
        return variables(Integer.parseInt(count), size);
    }

    private RefusedTable variables(int count, int size) throws IOException {
        if (count > MOST_VARIABLES) {
            return refuse(Fault.TOO_LARGE, "It has more than " + MOST_VARIABLES + " variables: no dataset has.");
        }
        byte[] all = in.readNBytes((count * size + RECORD - 1) / RECORD * RECORD);
        headerBytes += all.length;
        int length = 0;
        for (int i = 0; i < count; i++) {
            if (all.length < (i + 1) * size) {
                return refuse(Fault.CUT_OFF, "The file ends within the descriptions of its variables" + ADVICE);
            }
            Variable variable = Variable.of(all, i * size);
            if (variable == null) {
                return refuse(Fault.MALFORMED, "The description of variable " + (i + 1) + " is none" + ADVICE);
            }
            variables.add(variable);
            length = Math.max(length, variable.offset() + variable.length());
        }
        if (!next(OBSERVATIONS)) {
            return broken("OBS");
        }
        observations = new Observations(in, length);
        return null;
    }

    private boolean nextRecord() throws IOException {
        int count = in.readNBytes(record, 0, RECORD);
        headerBytes += count;
        return count == RECORD;
    }

    private boolean next(String expected) throws IOException {
        return nextRecord() && text(0, expected.length()).equals(expected);
    }

    private boolean skip(int records) throws IOException {
        boolean there = true;
        for (int i = 0; i < records; i++) {
            there &= nextRecord();
        }
        return there;
    }

    private String text(int from, int length) {
        return new String(record, from, length, US_ASCII);
    }

    private RefusedTable broken(String header) {
        return refuse(Fault.MALFORMED, "The " + header + " header is not where version 5 has it" + ADVICE);
    }

    private RefusedTable refuse(Fault fault, String detail) {
        ended = true;
        return new RefusedTable(fault, rows + (observations == null ? 1 : 2), 0, bytes(), detail);
    }

    @Override
    public Frame next() throws IOException {
        if (ended || observations == null) {
            return null;
        }
        return switch (observations.next()) {
            case OBSERVATION -> observation();
            case END -> {
                ended = true;
                yield null;
            }
            case CUT_OFF -> refuse(Fault.CUT_OFF, "The file ends within an observation: let the sender send it again.");
            case ANOTHER_MEMBER ->
                refuse(
                        Fault.OTHER_FORMAT,
                        "The file holds more than one dataset: let the sender export each into a file of its own.");
        };
    }

    private Frame observation() {
        rows++;
        byte[] bytes = observations.current();
        long at = headerBytes + observations.start();
        row.begin(rows + 1, rows, at);
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            Reason wrong = variable.isNumber() ? number(bytes, variable) : characters(bytes, variable);
            if (wrong != null) {
                refused++;
                return new RefusedRow(wrong, rows + 1, rows, rows, at, i, at + variable.offset(), variables.size());
            }
        }
        if (added != null) {
            row.add(added);
        }
        return row;
    }

    private Reason number(byte[] bytes, Variable variable) {
        // Blanks are what an observation of blanks has; SAS never writes such a number.
        if (IbmNumber.isMissing(bytes, variable.offset(), variable.length())
                || isBlank(bytes, variable.offset(), variable.length())) {
            row.add("");
            return null;
        }
        double value = IbmNumber.value(bytes, variable.offset(), variable.length());
        String text = variable.moment() == SasMoment.NONE
                ? ShortestDecimal.of(value)
                : variable.moment().text(value);
        if (text == null) {
            return Reason.MALFORMED;
        }
        row.add(text);
        return null;
    }

    private static boolean isBlank(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private Reason characters(byte[] bytes, Variable variable) {
        int from = variable.offset();
        int to = from + variable.length();
        // Some writers fill up with NUL.
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == 0)) {
            to--;
        }
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return Reason.NUL_BYTE;
            }
            ascii &= bytes[i] > 0;
        }
        if (ascii) {
            row.add(bytes, from, to);
            return null;
        }
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, from, to - from));
            byte[] encoded = text.toString().getBytes(UTF_8);
            row.add(encoded, 0, encoded.length);
            return null;
        } catch (CharacterCodingException e) {
            return Reason.BAD_ENCODING;
        }
    }

    @Override
    public String fact(String fact) {
        return fact.equals("name") ? name : fact.equals("label") ? label : null;
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
        return headerBytes + (observations == null ? 0 : observations.read());
    }
}
