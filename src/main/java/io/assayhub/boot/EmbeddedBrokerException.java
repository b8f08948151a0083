package io.assayhub.boot;

/** The embedded broker cannot start; the message names the folder or port and says what to do. */
public final class EmbeddedBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedBrokerException(String message) {
        super(message);
    }

    EmbeddedBrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
