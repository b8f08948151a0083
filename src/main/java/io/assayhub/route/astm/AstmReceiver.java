package io.assayhub.route.astm;

import java.util.Arrays;

/**
 * The receiving half of ASTM E1381 (LIS01-A2, 6) for one connection, as a machine of bytes and answers without sockets or
 * clocks. It never sends by itself, so there is no contention. Bytes are given only while it is not {@link #isWaiting}.
 *
 * <p>A message ends with its L record, or with EOT if it has none. The frame that completes it is answered by
 * {@link #settled}, so that its ACK says that the message is stored; of a message that is not stored that frame is taken again.
 */
final class AstmReceiver {
    static final byte STX = 0x02;
    static final byte ETX = 0x03;
    static final byte EOT = 0x04;
    static final byte ENQ = 0x05;
    static final byte ACK = 0x06;
    static final byte NAK = 0x15;
    static final byte ETB = 0x17;

    /** Damaged frames in a row after which nothing good is to be expected: a sender gives up after six. */
    static final int MOST_DAMAGED = 12;

    /** What is done about a byte. */
    sealed interface Step {
        /** Nothing. */
        record None() implements Step {}

        /** This byte is sent. */
        record Send(byte answer) implements Step {}

        /** This is stored before the next byte is taken, and {@link #settled} told. */
        @SuppressWarnings("ArrayRecordComponent") // Nobody compares messages.
        record Store(byte[] message) implements Step {}

        /** The connection is given up. */
        record Close() implements Step {}
    }

    private enum State {
        NEUTRAL,
        AWAITING_FRAME,
        IN_FRAME,
        CHECKSUM,
        STORING,
        STORING_AFTER_END
    }

    private static final Step NONE = new Step.None();

    private final int largest;
    private byte[] message = new byte[512];
    /** Bytes of the message up to the last frame that was accepted. */
    private int length;
    /** Bytes of the message with the frame that is being taken. */
    private int filled;
    /** Bytes that are being stored. */
    private int storing;

    private State state = State.NEUTRAL;
    private int expected = 1;
    /** Whether a frame of this session was accepted: only then can one be a duplicate. */
    private boolean any;

    private int number;
    private byte end;
    private int sum;
    private boolean tooLarge;
    private int checksum;
    private int digits;
    private int damaged;

    /** @param largest message in bytes */
    AstmReceiver(int largest) {
        this.largest = largest;
    }

    /** Whether a message is being stored, so that no byte can be taken. */
    boolean isWaiting() {
        return state == State.STORING || state == State.STORING_AFTER_END;
    }

    /** Whether a frame or an end is due, so that silence is a fault. */
    boolean isInSession() {
        return state != State.NEUTRAL && !isWaiting();
    }

    /** The sender was silent for too long: what is not complete is discarded, and the link is neutral again. */
    void silent() {
        neutral();
    }

    /** Takes the next byte. */
    Step take(byte b) {
        return switch (state) {
            case NEUTRAL -> b == ENQ ? begin() : NONE;
            case AWAITING_FRAME -> between(b);
            case IN_FRAME -> inFrame(b);
            case CHECKSUM -> inChecksum(b);
            case STORING, STORING_AFTER_END -> throw new IllegalStateException("a message is being stored");
        };
    }

    /** Tells whether the message was stored; the frame that completed it is answered accordingly. */
    Step settled(boolean stored) {
        if (state == State.STORING_AFTER_END) {
            neutral();
            return stored ? NONE : new Step.Close();
        }
        state = State.AWAITING_FRAME;
        if (!stored) {
            return damaged();
        }
        System.arraycopy(message, storing, message, 0, filled - storing);
        filled -= storing;
        return accepted();
    }

    private Step begin() {
        neutral();
        state = State.AWAITING_FRAME;
        return new Step.Send(ACK);
    }

    private Step between(byte b) {
        return switch (b) {
            case STX -> beginFrame();
            // The sender did not see our answer and begins again.
            case ENQ -> begin();
            case EOT -> endSession();
            default -> NONE;
        };
    }

    private Step endSession() {
        if (length == 0) {
            neutral();
            return NONE;
        }
        // Without an L record it is refused, and its receipt says so.
        state = State.STORING_AFTER_END;
        return new Step.Store(Arrays.copyOf(message, length));
    }

    private Step beginFrame() {
        state = State.IN_FRAME;
        filled = length;
        number = -1;
        sum = 0;
        tooLarge = false;
        return NONE;
    }

    private Step inFrame(byte b) {
        return switch (b) {
            case STX, ENQ, EOT -> between(b);
            case ETX, ETB -> {
                end = b;
                sum += b;
                checksum = 0;
                digits = 0;
                state = State.CHECKSUM;
                yield NONE;
            }
            default -> {
                sum += b & 0xff;
                if (number < 0) {
                    number = b & 0xff;
                } else {
                    put(b);
                }
                yield NONE;
            }
        };
    }

    private Step inChecksum(byte b) {
        int digit = Character.digit((char) (b & 0xff), 16);
        checksum = digit < 0 ? -1_000_000 : checksum * 16 + digit;
        digits++;
        if (digits < 2 && digit >= 0) {
            return NONE;
        }
        // CR and LF after it are skipped like whatever stands between frames.
        state = State.AWAITING_FRAME;
        if (checksum != (sum & 0xff) || tooLarge) {
            return damaged();
        }
        if (any && number == '0' + (expected + 7) % 8) {
            damaged = 0;
            return new Step.Send(ACK);
        }
        return number == '0' + expected ? text() : damaged();
    }

    private Step text() {
        if (end == ETX && filled > length && !isBreak(message[filled - 1])) {
            put((byte) '\r');
        }
        storing = endOfMessage();
        if (storing == 0) {
            return accepted();
        }
        state = State.STORING;
        return new Step.Store(Arrays.copyOf(message, storing));
    }

    /** Index behind the last L record that is complete, which may have begun in an earlier frame; 0 if there is none. */
    private int endOfMessage() {
        for (int at = filled; at > length; at--) {
            if (isBreak(message[at - 1])) {
                int start = at - 1;
                while (start > 0 && !isBreak(message[start - 1])) {
                    start--;
                }
                if (message[start] == 'L' && !Character.isLetterOrDigit(message[start + 1])) {
                    return at;
                }
                at = Math.max(start, length) + 1;
            }
        }
        return 0;
    }

    private static boolean isBreak(byte b) {
        return b == '\r' || b == '\n';
    }

    private void put(byte b) {
        if (filled >= largest) {
            tooLarge = true;
            return;
        }
        if (filled == message.length) {
            message = Arrays.copyOf(message, Math.min(largest, filled * 2));
        }
        message[filled++] = b;
    }

    private Step accepted() {
        length = filled;
        any = true;
        damaged = 0;
        expected = (expected + 1) % 8;
        return new Step.Send(ACK);
    }

    private Step damaged() {
        damaged++;
        return damaged > MOST_DAMAGED ? new Step.Close() : new Step.Send(NAK);
    }

    private void neutral() {
        state = State.NEUTRAL;
        message = new byte[512];
        length = 0;
        filled = 0;
        expected = 1;
        any = false;
        damaged = 0;
    }
}
