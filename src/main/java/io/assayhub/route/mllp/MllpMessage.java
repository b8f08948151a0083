package io.assayhub.route.mllp;

/**
 * A message as it came out of its frame.
 *
 * @param number on its connection, from 1 on
 * @param bytes without the signs of the frame; of one that is too large its beginning
 * @param tooLarge whether it is longer than messages may be
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares messages, and a copy of each would be for nothing.
public record MllpMessage(long number, byte[] bytes, boolean tooLarge) {}
