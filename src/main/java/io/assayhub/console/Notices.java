package io.assayhub.console;

import java.util.Map;

/** What a page says has just been done; the address names it, never its words. */
final class Notices {
    private static final Map<String, String> WORDS = Map.of(
            "release", "Released. It goes out as soon as the ledger has taken the decision.",
            "dismiss", "Dismissed. It leaves this list as soon as the ledger has taken the decision.",
            "confirm", "Confirmed. The result goes out under the new subject, the former one as entered in error.",
            "withdraw", "Withdrawn. The result is published as entered in error.",
            "keep", "Kept. The result stays valid and is not raised again.",
            "snooze", "Put off until the day you gave.",
            "unblind", "Unblinded. What was kept back is being published.",
            "stop", "The route is stopped.",
            "start", "The route is started.",
            "logout", "You are logged out.");

    private Notices() {}

    static String of(Ask ask) {
        String words =
                ask.word("done").map(done -> WORDS.getOrDefault(done, "")).orElse("");
        String count = ask.word("count").filter(c -> c.matches("[1-9]\\d{0,3}")).orElse("1");
        return words.isEmpty() || count.equals("1") ? words : count + " decisions: " + words;
    }
}
