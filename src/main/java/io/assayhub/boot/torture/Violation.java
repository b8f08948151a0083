package io.assayhub.boot.torture;

/** Something that is not as the model says, in one line without anything but synthetic data. */
record Violation(Kind kind, String text) {
    /** Under which count of the report it goes. */
    enum Kind {
        LOSS,
        DUPLICATE,
        OUT_OF_ORDER,
        WRONG_CONTENT,
        RECEIPT,
        HELD,
        AUDIT,
        PLAN
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
