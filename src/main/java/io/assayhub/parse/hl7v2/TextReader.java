package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.RefusedRow.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Makes text of the bytes of one value: undoes escapes (HL7 v2.8.2, 2.7) and turns the message's charset into UTF-8. What is
 * no escape that is known stays as it stands.
 */
final class TextReader {
    /** Blanks or line breaks that one formatting command can make. */
    private static final int MOST_SKIPPED = 100;

    private Delimiters delimiters;
    private Charset charset = US_ASCII;
    private CharsetDecoder decoder;
    private byte[] plain = new byte[256];
    private int length;
    private boolean otherCharset;

    void of(Delimiters declared, Charset stated) {
        delimiters = declared;
        charset = stated;
        decoder = stated.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Appends the text of these bytes; says what is wrong with them, or null. */
    Reason append(byte[] bytes, int from, int to, Values out) {
        if (delimiters.truncation() >= 0 && to > from && bytes[to - 1] == delimiters.truncation()) {
            return Reason.CUT_VALUE;
        }
        int escape = delimiters.escape();
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || bytes[i] == escape) {
                return slowly(bytes, from, to, out);
            }
        }
        out.append(bytes, from, to);
        return null;
    }

    private Reason slowly(byte[] bytes, int from, int to, Values out) {
        length = 0;
        otherCharset = false;
        for (int i = from; i < to; i++) {
            int after = bytes[i] == delimiters.escape() ? escaped(bytes, i + 1, to) : -1;
            if (after < 0) {
                put(bytes[i]);
            } else {
                i = after - 1;
            }
        }
        return otherCharset ? Reason.BAD_ENCODING : decode(out);
    }

    /** Undoes the escape that begins before an index; returns the index after it, or -1 if it is none that is known. */
    private int escaped(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != delimiters.escape()) {
            end++;
        }
        if (end == to || end == from) {
            return -1;
        }
        boolean known = end - from == 1 ? sign(bytes[from]) : command(bytes, from, end);
        return known ? end + 1 : -1;
    }

    private boolean sign(byte letter) {
        int sign = switch (letter) {
            case 'F' -> delimiters.field();
            case 'S' -> delimiters.component();
            case 'T' -> delimiters.subcomponent();
            case 'R' -> delimiters.repetition();
            case 'E' -> delimiters.escape();
            case 'P' -> delimiters.truncation();
            default -> Delimiters.NONE;
        };
        if (sign >= 0) {
            put((byte) sign);
        }
        // Highlighting has no text of its own.
        return sign >= 0 || letter == 'H' || letter == 'N';
    }

    private boolean command(byte[] bytes, int from, int end) {
        return switch (bytes[from]) {
            case 'X' -> hex(bytes, from + 1, end);
            case 'C', 'M' -> {
                otherCharset = isHex(bytes, from + 1, end);
                yield otherCharset;
            }
            case '.' -> formatting(new String(bytes, from + 1, end - from - 1, ISO_8859_1));
            default -> false;
        };
    }

    private boolean hex(byte[] bytes, int from, int end) {
        if ((end - from) % 2 != 0 || !isHex(bytes, from, end)) {
            return false;
        }
        for (int i = from; i < end; i += 2) {
            put((byte) ((Character.digit(bytes[i], 16) << 4) | Character.digit(bytes[i + 1], 16)));
        }
        return true;
    }

    private static boolean isHex(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                return false;
            }
        }
        return end > from;
    }

    private boolean formatting(String command) {
        String name = command.substring(0, Math.min(2, command.length()));
        String rest = command.substring(name.length()).strip();
        if (!rest.matches("[-+]?\\d{0,3}")) {
            return false;
        }
        int number = rest.isEmpty() || (rest.length() == 1 && !Character.isDigit(rest.charAt(0)))
                ? 1
                : Math.min(MOST_SKIPPED, Math.abs(Integer.parseInt(rest)));
        switch (name) {
            case "br", "ce" -> put((byte) '\n');
            case "sp" -> repeat('\n', number);
            case "sk" -> repeat(' ', number);
            case "in", "ti", "fi", "nf" -> {
                // Where a line begins and whether it wraps is for a printer.
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void repeat(char c, int times) {
        for (int i = 0; i < times; i++) {
            put((byte) c);
        }
    }

    private Reason decode(Values out) {
        boolean ascii = true;
        for (int i = 0; i < length && ascii; i++) {
            ascii = plain[i] >= 0;
        }
        if (ascii) {
            out.append(plain, 0, length);
            return null;
        }
        if (charset.equals(US_ASCII)) {
            return Reason.BAD_ENCODING;
        }
        if (charset.equals(ISO_8859_1)) {
            for (int i = 0; i < length; i++) {
                if (plain[i] >= 0) {
                    out.append(plain[i]);
                } else {
                    out.append((byte) (0xC0 | ((plain[i] & 0xff) >> 6)));
                    out.append((byte) (0x80 | (plain[i] & 0x3f)));
                }
            }
            return null;
        }
        try {
            byte[] utf8 =
                    decoder.decode(ByteBuffer.wrap(plain, 0, length)).toString().getBytes(UTF_8);
            out.append(utf8, 0, utf8.length);
            return null;
        } catch (CharacterCodingException e) {
            return Reason.BAD_ENCODING;
        }
    }

    private void put(byte b) {
        if (length == plain.length) {
            plain = Arrays.copyOf(plain, length * 2);
        }
        plain[length++] = b;
    }
}
