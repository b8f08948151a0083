package io.assayhub.route.http;

import java.util.Set;

/**
 * Who calls.
 *
 * @param name of the token or certificate; {@code local} where nobody has to say who it is
 * @param feeds that it may use; empty for all
 */
record Caller(String name, Set<String> feeds) {
    static final Caller LOCAL = new Caller("local", Set.of());

    Caller {
        feeds = Set.copyOf(feeds);
    }

    boolean mayUse(String feed) {
        return feeds.isEmpty() || feeds.contains(feed);
    }
}
