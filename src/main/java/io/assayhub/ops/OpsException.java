package io.assayhub.ops;

/** A command cannot run; the message says why and what to do, for the person who gave it. */
public final class OpsException extends RuntimeException {
    OpsException(String message) {
        super(message);
    }

    OpsException(String message, Throwable cause) {
        super(message, cause);
    }
}
