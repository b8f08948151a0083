package io.assayhub.route;

/** A transfer could not be handed over to Kafka as a whole; it stays with the sender's side and is taken again. */
public final class IntakeException extends Exception {
    public IntakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
