package io.assayhub.console;

import java.util.Map;

/** What is said when a request is not answered: what it was, and what to do now. */
final class ErrorPages {
    private final View view;

    ErrorPages(View view) {
        this.view = view;
    }

    /** The way to the login page, and back here afterwards; a program is told that it is not known. */
    Answer login(Ask ask) {
        if (!ask.method().equals("GET")) {
            return error(ask.visit(), 401, "You are not logged in", "Nothing was done. Log in and do it again.");
        }
        String back = ask.path().matches("(/[A-Za-z0-9._-]+){1,4}")
                ? "?to=" + ask.path().substring(1)
                : "";
        return Answer.to("/console/login" + back);
    }

    Answer notAllowed(Visit visit, Right right) {
        String role = switch (right) {
            case SEE -> "a role";
            case DECIDE -> "the role operator";
            case ADMINISTER -> "the role administrator";
        };
        return error(visit, 403, "You may not do this", "Nothing was done. It takes an account with " + role + ".");
    }

    Answer staleForm(Visit visit) {
        return error(
                visit,
                403,
                "This form is no longer valid",
                "Nothing was done. The page was open in another session, or the hub was restarted. Go back, load the page"
                        + " again and repeat it.");
    }

    Answer otherSite(Visit visit) {
        return error(
                visit,
                403,
                "AH-0813: addressed to another name",
                "The console is open to this machine alone. Call it as http://127.0.0.1 or localhost.");
    }

    Answer notFound(Visit visit) {
        return error(
                visit,
                404,
                "There is nothing here",
                "It may have ended, or the address is wrong. Start at the overview.");
    }

    Answer otherMethod(Visit visit) {
        return error(visit, 405, "This address does not take that", "Start at the overview.");
    }

    Answer badForm(Visit visit) {
        return error(visit, 400, "This is not a form of the console", "Nothing was done. Mark fewer items at once.");
    }

    /** A decision that is not taken as it stands. */
    Answer refused(Visit visit, String why) {
        return error(visit, 422, "Nothing was done", why);
    }

    Answer notNow(Visit visit, String why) {
        return error(visit, 503, "Not now", why);
    }

    Answer unexpected(Visit visit) {
        return error(
                visit, 500, "The hub met an error of its own", "It is in the log. Load the page again in a moment.");
    }

    private Answer error(Visit visit, int status, String title, String what) {
        return view.page(visit, status, title, "", "", "error", Map.of("what", what));
    }
}
