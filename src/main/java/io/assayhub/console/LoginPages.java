package io.assayhub.console;

import java.util.Map;

/** Logging in and out. */
final class LoginPages {
    private final View view;
    private final Visitors visitors;

    LoginPages(View view, Visitors visitors) {
        this.view = view;
        this.visitors = visitors;
    }

    Answer form(Ask ask) {
        return ask.visit().isKnown() ? Answer.to("/console/") : form(ask, 200, "");
    }

    private Answer form(Ask ask, int status, String problem) {
        String to = ask.word("to").orElse(ask.field("to"));
        return view.page(
                ask.visit(), status, "Log in", "", Notices.of(ask), "login", Map.of("problem", problem, "to", to));
    }

    Answer login(Ask ask) {
        Visitors.Login login = visitors.login(
                ask.address(),
                ask.field("name"),
                ask.fields("password").stream().findFirst().orElse(""));
        if (login instanceof Visitors.Login.Done done) {
            String to = ask.field("to");
            return Answer.to("/console/" + (to.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,3}") ? to : ""))
                    .withCookie(visitors.cookie(done.cookie()));
        }
        if (login instanceof Visitors.Login.Later later) {
            return form(
                    ask,
                    429,
                    "Too many wrong passwords. Try again in "
                            + Ages.text(later.left().plusSeconds(1)) + ".");
        }
        return form(ask, 401, "Name or password is wrong.");
    }

    Answer logout(Ask ask) {
        visitors.logout(ask.visit());
        return Answer.to("/console/login?done=logout").withCookie(visitors.noCookie());
    }
}
