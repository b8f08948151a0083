package io.assayhub.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The routes of this instance, as whoever runs them shows and switches them. */
public interface RouteControl {
    /**
     * One route.
     *
     * @param running whether it takes anything
     * @param state such as {@code Started} or {@code Stopped}
     * @param completed exchanges since the start that ended well
     * @param failed exchanges since the start that did not
     * @param inflight exchanges that it works on
     * @param lastError kind of the last error, without its message, or null
     * @param lastErrorAt when that was, or null
     * @param lastAt when it last ended an exchange, or null
     */
    record RouteState(
            String id,
            String description,
            String from,
            boolean running,
            String state,
            long completed,
            long failed,
            long inflight,
            String lastError,
            Instant lastErrorAt,
            Instant lastAt) {}

    /** All routes, by id. */
    List<RouteState> routes();

    /** One route. */
    default Optional<RouteState> route(String id) {
        return routes().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** Lets a route finish what it works on and take nothing more. Returns when it has stopped. */
    void stop(String id);

    /** Lets a route work again. */
    void start(String id);
}
