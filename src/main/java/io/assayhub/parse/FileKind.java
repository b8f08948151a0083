package io.assayhub.parse;

import java.util.Arrays;

/** What a file is by its first bytes, so that one which is no delimited text can be refused with a helpful message. */
public enum FileKind {
    /** Nothing speaks against delimited text. */
    TEXT("text"),
    /** No bytes, or a byte order mark alone. */
    EMPTY("an empty file"),
    /** PKZIP, and so every modern Office document. */
    ZIP("a ZIP archive or an Office document (.xlsx)"),
    /** GZIP, RFC 1952. */
    GZIP("a GZIP file"),
    /** PDF, ISO 32000. */
    PDF("a PDF document"),
    /** OLE2 compound file. */
    XLS("an old Office document (.xls), or one protected by a password"),
    /** A bare zlib stream, RFC 1950, of something that is no text. */
    ZLIB("data compressed by zlib"),
    /** SAS transport file, of which the headers are text. */
    XPORT("a SAS transport file (.xpt)"),
    /** A dataset in the form that SAS itself uses. */
    SAS7BDAT("a SAS dataset (.sas7bdat), which only SAS reads: let the sender export XPT version 5"),
    /** Starts with the byte order mark of UTF-16 or of little-endian UTF-32. */
    UTF16("text in UTF-16"),
    /** More than one byte in twenty is a control character that text does not have. */
    BINARY("a binary file, or text in UTF-16 without a byte order mark");

    private static final byte[] OLE2 = bytes(0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1);
    private static final byte[] SAS = bytes(0xC2, 0xEA, 0x81, 0x60, 0xB3, 0x14, 0x11, 0xCF, 0xBD, 0x92);
    private static final int SAS_AT = 12;
    private static final byte[] XPORT_HEADER =
            bytes("HEADER RECORD*******LIB".chars().toArray());
    private static final byte[] PDF_HEADER = bytes('%', 'P', 'D', 'F', '-');
    private static final byte[] MARK = bytes(0xEF, 0xBB, 0xBF);

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** Constant text for operators: "this is …, not delimited text". */
    public String description() {
        return description;
    }

    /**
     * Judges the first bytes of a file, best a few thousand, at least 8 unless it is shorter. A single NUL in a page of
     * text leaves it TEXT: the row that has it is refused, not the file.
     */
    public static FileKind sniff(byte[] head) {
        if (head.length == 0 || (head.length == MARK.length && startsWith(head, MARK))) {
            return EMPTY;
        }
        if (startsWith(head, bytes('P', 'K', 3, 4))
                || startsWith(head, bytes('P', 'K', 5, 6))
                || startsWith(head, bytes('P', 'K', 7, 8))) {
            return ZIP;
        }
        if (startsWith(head, bytes(0x1F, 0x8B))) {
            return GZIP;
        }
        if (startsWith(head, PDF_HEADER)) {
            return PDF;
        }
        if (startsWith(head, OLE2)) {
            return XLS;
        }
        if (startsWith(head, bytes(0xFF, 0xFE)) || startsWith(head, bytes(0xFE, 0xFF))) {
            return UTF16;
        }
        if (startsWith(head, XPORT_HEADER)) {
            return XPORT;
        }
        if (head.length > SAS_AT && startsWith(Arrays.copyOfRange(head, SAS_AT, head.length), SAS)) {
            return SAS7BDAT;
        }
        if (isZlib(head) && (head[1] < 0 || head[1] < ' ')) {
            return ZLIB;
        }
        int controls = 0;
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                controls++;
            }
        }
        if (controls * 20L <= head.length) {
            return TEXT;
        }
        return isZlib(head) ? ZLIB : BINARY;
    }

    /** Deflate in a window of 32 kB, the check bits right: RFC 1950, section 2.2. */
    private static boolean isZlib(byte[] head) {
        return head.length > 1 && head[0] == 0x78 && ((head[0] << 8) + (head[1] & 0xff)) % 31 == 0;
    }

    private static boolean startsWith(byte[] head, byte[] prefix) {
        if (head.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (head[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
