package io.assayhub.boot.torture;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a series showed. */
record TortureReport(int kills, int survived, TortureModel.Expected expected, List<Violation> violations) {
    private static final int MOST_SHOWN = 20;

    /** Prints the table and what is wrong; returns whether nothing is. */
    boolean print(PrintStream out) {
        out.println();
        line(out, "kills survived", survived + " of " + kills);
        line(out, "files sent", Integer.toString(expected.accounts().size()));
        line(out, "results sent", Long.toString(expected.results()));
        line(out, "versions to be published", Long.toString(expected.published()));
        line(out, "losses", count(Violation.Kind.LOSS));
        line(out, "duplicates", count(Violation.Kind.DUPLICATE));
        line(out, "out of order", count(Violation.Kind.OUT_OF_ORDER));
        line(out, "wrong content", count(Violation.Kind.WRONG_CONTENT));
        line(out, "receipts open, unbalanced or wrong", count(Violation.Kind.RECEIPT));
        line(out, "held wrongly", count(Violation.Kind.HELD));
        line(out, "audit wrong", count(Violation.Kind.AUDIT));
        if (!violations.isEmpty()) {
            out.println();
            violations.stream().limit(MOST_SHOWN).forEach(out::println);
            if (violations.size() > MOST_SHOWN) {
                out.println("and " + (violations.size() - MOST_SHOWN) + " more");
            }
        }
        return violations.isEmpty();
    }

    private String count(Violation.Kind kind) {
        return Long.toString(violations.stream().filter(v -> v.kind() == kind).count());
    }

    private static void line(PrintStream out, String what, String value) {
        out.printf(Locale.ROOT, "%-36s %12s%n", what, value);
    }
}
