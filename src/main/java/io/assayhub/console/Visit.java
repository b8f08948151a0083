package io.assayhub.console;

import java.util.Set;

/**
 * Who asks, and by what the hub knows it.
 *
 * @param cookie by which forms are known to be this browser's; empty for a machine, which has a token
 * @param fresh whether the cookie is new, and has to be sent
 */
record Visit(Person person, Kind kind, String cookie, boolean fresh) {
    /** By what a person is known. */
    enum Kind {
        /** The console is open: whoever is on this machine. */
        OPEN,
        /** A person who has logged in. */
        ACCOUNT,
        /** A program with a token. */
        TOKEN,
        /** Nobody yet. */
        UNKNOWN
    }

    static Visit unknown(String cookie, boolean fresh) {
        return new Visit(new Person("", Set.of()), Kind.UNKNOWN, cookie, fresh);
    }

    boolean isKnown() {
        return kind != Kind.UNKNOWN;
    }
}
