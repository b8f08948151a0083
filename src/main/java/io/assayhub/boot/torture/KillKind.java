package io.assayhub.boot.torture;

/** What is killed, and when. The first nine are the table of crashes that a long series goes through from its start. */
enum KillKind {
    BEFORE_SOURCE("hub", "before the first chunk", "source:0"),
    MID_SOURCE("hub", "mid-chunks", "source:1"),
    MID_NORMALISED("hub", "mid-normalised", "normalised:%d"),
    BATCH_LOST("hub", "a batch lost, the next one written", "lost:%d"),
    BATCH_FAILED("hub", "a batch failed, then in the second attempt", "failed:%d,normalised:%d"),
    ONE_MARKER("hub", "after the first end marker", "markers:1"),
    ALL_MARKERS("hub", "after all end markers, file not moved", "markers:all"),
    RELEASE("hub", "during a release", ""),
    OFFSETS("hub", "any moment; the group's offsets set to earliest", ""),
    STATE("hub", "any moment; the ledger's state deleted", ""),
    HUB("hub", "any moment", ""),
    BROKER("broker", "any moment", ""),
    BOTH("broker, then hub", "any moment", "");

    private final String victim;
    private final String point;
    private final String halt;

    KillKind(String victim, String point, String halt) {
        this.victim = victim;
        this.point = point;
        this.halt = halt;
    }

    String victim() {
        return victim;
    }

    String point() {
        return point;
    }

    /** Whether the hub ends itself at a stated point of a transfer; else it is killed from outside. */
    boolean isPoint() {
        return !halt.isEmpty();
    }

    /** How the hub is told where to end, with these counts of results. */
    String haltAfter(int first, int second) {
        return halt.formatted(first, second);
    }
}
