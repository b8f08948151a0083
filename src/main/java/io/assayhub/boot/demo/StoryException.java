package io.assayhub.boot.demo;

import java.io.Serial;

/** The story cannot go on; the message is a sentence for the person who reads it. */
public final class StoryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StoryException(String message) {
        super(message);
    }

    StoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
