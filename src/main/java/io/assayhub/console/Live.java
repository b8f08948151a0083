package io.assayhub.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of pages that are sent again when they have changed, as server-sent events. A part is made once a round for all who
 * may see the same, however many look.
 */
final class Live {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final int MOST = 200;
    private static final long ROUND_MS = 2000;
    private static final long LONGEST_MS = 300_000;

    private final Map<String, Function<Person, String>> parts;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private boolean ticking;

    /** @param parts makes a part anew, by the name under {@code /console/live/} */
    Live(Map<String, Function<Person, String>> parts) {
        this.parts = Map.copyOf(parts);
    }

    private static final class Follower {
        private final String part;
        private final Person person;
        private final HttpServerResponse response;
        private String last = "";

        Follower(String part, Person person, HttpServerResponse response) {
            this.part = part;
            this.person = person;
            this.response = response;
        }

        /** Followers of the same key are shown the same. */
        String key() {
            return part + " " + person.seesBlinded();
        }

        void show(String html) {
            if (response.ended() || response.closed() || response.writeQueueFull()) {
                return; // Who does not read misses a round.
            }
            if (html.equals(last)) {
                response.write(":\n\n");
                return;
            }
            last = html;
            StringBuilder event = new StringBuilder();
            html.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
            response.write(event.append('\n').toString());
        }
    }

    /** Sends a part until the browser goes away. */
    void follow(RoutingContext context, Ask ask) {
        String part = ask.path().substring("/live/".length());
        HttpServerResponse response = context.response();
        if (!parts.containsKey(part)) {
            response.setStatusCode(404).end();
            return;
        }
        if (followers.size() >= MOST) {
            response.setStatusCode(503).putHeader("Retry-After", "60").end();
            return;
        }
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        Follower follower = new Follower(part, ask.person(), response);
        followers.add(follower);
        response.closeHandler(closed -> followers.remove(follower));
        response.write("retry: 5000\n\n");
        // The browser asks again, and whether it may is looked at again.
        context.vertx().setTimer(LONGEST_MS, id -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
        tick(context.vertx());
    }

    private synchronized void tick(Vertx vertx) {
        if (!ticking) {
            ticking = true;
            vertx.setTimer(200, id -> round(vertx));
        }
    }

    private void round(Vertx vertx) {
        vertx.executeBlocking(this::make, false).onComplete(made -> {
            if (made.failed()) {
                LOG.atWarn().setCause(made.cause()).log("A live part of a page could not be made");
            } else {
                followers.forEach(f -> f.show(made.result().getOrDefault(f.key(), "")));
            }
            next(vertx);
        });
    }

    private synchronized void next(Vertx vertx) {
        ticking = !followers.isEmpty();
        if (ticking) {
            vertx.setTimer(ROUND_MS, id -> round(vertx));
        }
    }

    private Map<String, String> make() {
        Map<String, String> made = new ConcurrentHashMap<>();
        followers.forEach(
                f -> made.computeIfAbsent(f.key(), key -> parts.get(f.part).apply(f.person)));
        return made;
    }
}
