package io.assayhub.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What somebody who has been let in may do beyond seeing what is not blinded. */
public enum Role {
    /** Sees every page, and nothing of blinded feeds. */
    VIEWER,
    /** Sees blinded feeds too. */
    UNBLINDED_VIEWER,
    /** Takes decisions: release, dismiss, confirm, withdraw, keep, snooze. */
    OPERATOR,
    /** An operator who also stops and starts routes and unblinds feeds. */
    ADMINISTRATOR;

    /** As configuration spells it, such as {@code unblinded-viewer}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every role by its spelling. */
    public static Map<String, Role> byText() {
        Map<String, Role> roles = new TreeMap<>();
        Arrays.stream(values()).forEach(role -> roles.put(role.text(), role));
        return roles;
    }
}
