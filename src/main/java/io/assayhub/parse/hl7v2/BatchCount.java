package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The batches of a source: whether each that begins ends, and with as many parts as it says (HL7 v2.8.2, 2.10.3). */
final class BatchCount {
    private boolean inFile;
    private boolean inBatch;
    private long batches;
    private long messages;

    void fileBegins() {
        inFile = true;
        batches = 0;
    }

    void batchBegins() {
        inBatch = true;
        batches++;
        messages = 0;
    }

    void message() {
        messages++;
    }

    /** Whether BTS-1 is the number of messages, or empty. */
    boolean batchEnds(SegmentReader trailer) {
        inBatch = false;
        return agrees(trailer, messages);
    }

    /** Whether FTS-1 is the number of batches, or empty; of messages without batches nothing is said. */
    boolean fileEnds(SegmentReader trailer) {
        inFile = false;
        return batches == 0 || agrees(trailer, batches);
    }

    /** Whether a batch or file that began has not ended. */
    boolean isOpen() {
        return inFile || inBatch;
    }

    private static boolean agrees(SegmentReader trailer, long counted) {
        int from = trailer.from(1);
        int to = Math.max(from, trailer.to(1));
        String stated = new String(trailer.bytes(), from, Math.min(to - from, 20), ISO_8859_1).strip();
        return stated.isEmpty() || (stated.matches("\\d{1,12}") && Long.parseLong(stated) == counted);
    }
}
