package io.assayhub.model;

/**
 * What was not understood, where, and how to mend it.
 *
 * @param entry address of the entry in its source, {@code row/observation}; null for a refused row or transfer
 * @param detail without anything from the cell: safe for topics, logs and consoles
 * @param value the cell as sent, or null; shown only to the sender, beside the sender's own file
 */
public record Rejected(ErrorCode code, Location location, String entry, String detail, String value) {}
