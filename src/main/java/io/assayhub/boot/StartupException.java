package io.assayhub.boot;

/** The hub cannot start; the message says why and what to do, for the person who started it. */
public final class StartupException extends RuntimeException {
    StartupException(String message) {
        super(message);
    }

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
