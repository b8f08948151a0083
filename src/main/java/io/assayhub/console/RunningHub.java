package io.assayhub.console;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What the overview shows of the hub itself, beside what the topics hold. */
public interface RunningHub {
    /**
     * An alarm that was told and not cleared.
     *
     * @param feed that it is about, or null
     * @param severity {@code page} or {@code ticket}
     * @param runbook its place in the documentation
     */
    record Raised(String code, String severity, String summary, String feed, Instant since, String runbook) {}

    /** Committed records that the ledger has not taken, of all instances; empty while the brokers do not answer. */
    OptionalLong ledgerLag();

    /** The oldest first. */
    List<Raised> raised();
}
