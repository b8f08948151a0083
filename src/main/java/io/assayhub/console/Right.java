package io.assayhub.console;

/** What a request needs. */
enum Right {
    /** To look. */
    SEE,
    /** To take a decision. */
    DECIDE,
    /** To stop and start routes, to unblind. */
    ADMINISTER
}
