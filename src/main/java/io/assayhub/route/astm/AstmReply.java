package io.assayhub.route.astm;

/**
 * What came of a message.
 *
 * @param number of the message on its connection
 * @param stored whether its sender may forget it
 */
public record AstmReply(long number, boolean stored) {}
