package io.assayhub.boot.torture;

import java.util.Locale;

/** Which processes there are. */
public enum Series {
    /** One broker and one hub. */
    EXTERNAL(1, 1),
    /** One hub with its broker in the same process. */
    EMBEDDED(0, 1),
    /** Three brokers, of which two have to have a record, and two hubs in one group. */
    CLUSTER(3, 2);

    private final int brokers;
    private final int hubs;

    Series(int brokers, int hubs) {
        this.brokers = brokers;
        this.hubs = hubs;
    }

    int brokers() {
        return brokers;
    }

    int hubs() {
        return hubs;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
