package io.assayhub.route.astm;

/**
 * A message as it came out of its frames: records with a CR behind each.
 *
 * @param number on its connection, from 1 on
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares messages, and a copy of each would be for nothing.
public record AstmMessage(long number, byte[] bytes) {}
