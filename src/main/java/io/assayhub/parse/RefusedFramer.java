package io.assayhub.parse;

/** Frames a source of which is known from its first bytes that it cannot be read. */
public final class RefusedFramer implements Framer {
    private final RefusedTable refusal;

    /** @param detail what is wrong and how to mend it */
    public RefusedFramer(RefusedTable.Fault fault, String detail) {
        this.refusal = new RefusedTable(fault, 1, 0, 0, detail);
    }

    @Override
    public Frame header() {
        return refusal;
    }

    @Override
    public Frame next() {
        return null;
    }

    @Override
    public long rows() {
        return 0;
    }

    @Override
    public long refused() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }
}
