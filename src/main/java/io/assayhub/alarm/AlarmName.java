package io.assayhub.alarm;

import java.util.Locale;

/** Everything that is told of: the names of the alerts in {@code deploy/prometheus}, which never change. */
public enum AlarmName {
    BOOKS("AssayHubBooksDoNotBalance", Severity.PAGE, Scope.TOPICS, true),
    SAFETY("AssayHubSafetyResultWaits", Severity.PAGE, Scope.TOPICS, true),
    OVERDUE("AssayHubFeedOverdue", Severity.TICKET, Scope.TOPICS, false),
    HOLDS("AssayHubHoldsAreOld", Severity.TICKET, Scope.TOPICS, false),
    REJECTS("AssayHubManyRejects", Severity.TICKET, Scope.TOPICS, false),
    LEDGER("AssayHubLedgerStopped", Severity.PAGE, Scope.INSTANCE, false),
    INDEX("AssayHubIndexBehind", Severity.TICKET, Scope.INSTANCE, false),
    DISK("AssayHubDiskFillsUp", Severity.PAGE, Scope.INSTANCE, false);

    /** How soon somebody has to look. */
    public enum Severity {
        /** At once, at any hour. */
        PAGE,
        /** On the next working day. */
        TICKET;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether all instances see the same. */
    enum Scope {
        TOPICS,
        INSTANCE
    }

    private final String text;
    private final Severity severity;
    private final Scope scope;
    private final boolean atOnce;

    AlarmName(String text, Severity severity, Scope scope, boolean atOnce) {
        this.text = text;
        this.severity = severity;
        this.scope = scope;
        this.atOnce = atOnce;
    }

    /** As the alert is called. */
    public String text() {
        return text;
    }

    public Severity severity() {
        return severity;
    }

    Scope scope() {
        return scope;
    }

    /** Whether it is raised when it is first seen, as a rule. */
    boolean isAtOnce() {
        return atOnce;
    }

    /** What to do about it, from the folder of the hub. */
    public String runbook() {
        return "docs/runbooks.md#" + text.toLowerCase(Locale.ROOT);
    }
}
