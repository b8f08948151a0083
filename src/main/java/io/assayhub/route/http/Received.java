package io.assayhub.route.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that may be answered: its caller is known and its body is on disk. The body is deleted and its place among the
 * uploads is given back when it is closed, by whoever has begun to answer it, or if nobody has when the connection ends.
 */
final class Received implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Received.class);
    private static final String KEY = "received";

    private enum State {
        WAITING,
        BEGUN,
        CLOSED
    }

    private final Caller caller;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final Optional<Path> body;
    private final Optional<String> uploadName;
    private final Runnable closing;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * A request.
     *
     * @param path decoded and without tricks
     * @param headers by lower-case name, those that the hub reads alone
     * @param body where it lies, if it has one
     * @param uploadName the file's name in a form
     * @param closing gives back what it holds
     */
    Received(
            Caller caller,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<Path> body,
            Optional<String> uploadName,
            Runnable closing) {
        this.caller = caller;
        this.path = path;
        this.query = Map.copyOf(query);
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.uploadName = uploadName;
        this.closing = closing;
    }

    /** As the user of a routing context, which no header can forge. */
    User asUser() {
        return User.create(new JsonObject(), new JsonObject().put(KEY, this));
    }

    static Received of(User user) {
        return (Received) user.attributes().getValue(KEY);
    }

    Caller caller() {
        return caller;
    }

    /** A step of the path, from 0 on; empty where there is none. */
    String step(int number) {
        String[] steps = path.split("/", -1);
        return number + 1 < steps.length ? steps[number + 1] : "";
    }

    /** The value of a query parameter, or null. */
    String query(String name) {
        return query.get(name);
    }

    /** The value of a header, or null. */
    String header(String name) {
        return headers.get(name);
    }

    Optional<Path> body() {
        return body;
    }

    Optional<String> uploadName() {
        return uploadName;
    }

    /** Whether a browser rather than a program asks. */
    boolean wantsPage() {
        String accept = headers.getOrDefault("accept", "");
        int page = accept.indexOf("text/html");
        int json = accept.indexOf("json");
        return page >= 0 && (json < 0 || page < json);
    }

    /** False if the connection has ended before. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    /** The connection has ended. */
    void abandon() {
        if (state.compareAndSet(State.WAITING, State.CLOSED)) {
            release();
        }
    }

    @Override
    public void close() {
        if (state.getAndSet(State.CLOSED) != State.CLOSED) {
            release();
        }
    }

    private void release() {
        closing.run();
        try {
            if (body.isPresent()) {
                Files.deleteIfExists(body.get());
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("A received body could not be deleted");
        }
    }
}
