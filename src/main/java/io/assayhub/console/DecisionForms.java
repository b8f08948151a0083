package io.assayhub.console;

/** What forms of decisions have in common. */
final class DecisionForms {
    private DecisionForms() {}

    /** Who decides: the account that is logged in; where nobody logs in, the name that was given. */
    static String by(Ask ask) {
        return ask.visit().kind() == Visit.Kind.OPEN
                ? ask.field("by")
                : ask.person().name();
    }
}
