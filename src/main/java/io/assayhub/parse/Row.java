package io.assayhub.parse;

/**
 * One readable row: fields as spans of bytes, of which text is made only when asked for. Valid until its framer is called
 * again, and mostly one instance for all rows.
 */
public non-sealed interface Row extends Frame {
    /** Number of fields, at least 1. */
    int fieldCount();

    /** Text of a field, 0-based, exactly as the source has it; empty where it has nothing. */
    String text(int field);

    /** Whether the bytes of a field are not yet its text: they hold doubled quotes. */
    boolean escaped(int field);

    /** What the spans are of; not to be written to. */
    byte[] buffer();

    /** Index in {@link #buffer()} of a field's first byte. */
    int start(int field);

    /** Index in {@link #buffer()} after a field's last byte. */
    int end(int field);
}
