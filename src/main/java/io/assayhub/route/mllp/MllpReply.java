package io.assayhub.route.mllp;

/**
 * What a message is answered; given to its connection, which sends replies in the order of the messages.
 *
 * @param number of the message
 * @param request whose answer it is
 * @param answer what came of it
 */
public record MllpReply(long number, RequestHeader request, Answer answer) {}
