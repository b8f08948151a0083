package io.assayhub.route.http;

import io.assayhub.model.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams one request's body to a file; no thread waits for a slow sender, and memory does not grow with the body. */
final class BodyUpload {
    private static final Logger LOG = LoggerFactory.getLogger(BodyUpload.class);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Path file;
    private final long most;
    private final Promise<Ended> ended = Promise.promise();
    private long size;

    /**
     * How it ended.
     *
     * @param refusal why the body is not taken, or empty
     * @param name of the file in a form
     */
    record Ended(Optional<Reply> refusal, Optional<String> name) {
        private static final Ended WHOLE = new Ended(Optional.empty(), Optional.empty());

        private static Ended refused(Reply reply) {
            return new Ended(Optional.of(reply), Optional.empty());
        }
    }

    private BodyUpload(Vertx vertx, HttpServerRequest request, Path file, long most) {
        this.vertx = vertx;
        this.request = request;
        this.file = file;
        this.most = most;
    }

    /**
     * Receives the body as it is; completes, never exceptionally, when it is on disk or refused.
     *
     * @param most bytes
     * @param longest how long the sender may take
     */
    static Future<Ended> plain(Vertx vertx, HttpServerRequest request, Path file, long most, Duration longest) {
        BodyUpload upload = new BodyUpload(vertx, request, file, most);
        request.pause();
        return upload.within(
                longest,
                vertx.fileSystem()
                        .open(file.toString(), new OpenOptions().setCreateNew(true))
                        .compose(upload::receive));
    }

    /** Receives the first file of a form (RFC 7578); other fields are passed over. */
    static Future<Ended> form(Vertx vertx, HttpServerRequest request, Path file, long most, Duration longest) {
        BodyUpload upload = new BodyUpload(vertx, request, file, most);
        return upload.within(longest, upload.receiveForm());
    }

    private Future<Ended> within(Duration longest, Future<Ended> receiving) {
        long timer = vertx.setTimer(
                Math.max(1, longest.toMillis()),
                id -> ended.tryComplete(Ended.refused(Reply.problem(408, ErrorCode.HTTP_TOO_SLOW))));
        return receiving.otherwise(BodyUpload::failed).onComplete(result -> vertx.cancelTimer(timer));
    }

    private static Ended failed(Throwable cause) {
        LOG.atWarn().addKeyValue("cause", cause.getClass().getSimpleName()).log("A body could not be kept on disk");
        return Ended.refused(Reply.later(ErrorCode.HTTP_NOT_READY, 30));
    }

    private Future<Ended> receive(AsyncFile out) {
        out.exceptionHandler(ended::tryFail);
        request.exceptionHandler(broken -> ended.tryComplete(damaged()));
        request.endHandler(end -> ended.tryComplete(Ended.WHOLE));
        request.handler(buffer -> {
            if (isWithinBounds(buffer)) {
                out.write(buffer).onFailure(ended::tryFail);
                if (out.writeQueueFull()) {
                    request.pause();
                    out.drainHandler(drained -> request.resume());
                }
            }
        });
        request.resume();
        return ended.future()
                .transform(result -> out.close().transform(closed -> {
                    Throwable failure = result.failed() ? result.cause() : closed.cause();
                    return failure == null ? Future.succeededFuture(result.result()) : Future.failedFuture(failure);
                }));
    }

    private Future<Ended> receiveForm() {
        Promise<Ended> stored = Promise.promise();
        boolean[] found = new boolean[1];
        request.setExpectMultipart(true);
        request.exceptionHandler(broken -> ended.tryComplete(damaged()));
        request.handler(this::isWithinBounds);
        request.uploadHandler(upload -> {
            if (!found[0]) {
                found[0] = true;
                store(upload, stored);
            }
        });
        request.endHandler(end -> {
            if (found[0]) {
                stored.future().onSuccess(ended::tryComplete).onFailure(ended::tryFail);
            } else {
                ended.tryComplete(Ended.refused(Reply.problem(400, ErrorCode.HTTP_BAD_REQUEST)));
            }
        });
        return ended.future();
    }

    private void store(HttpServerFileUpload upload, Promise<Ended> stored) {
        String name = upload.filename();
        upload.streamToFileSystem(file.toString())
                .onSuccess(done -> stored.complete(new Ended(Optional.empty(), Optional.ofNullable(name))))
                .onFailure(stored::fail);
    }

    private boolean isWithinBounds(Buffer buffer) {
        size += buffer.length();
        if (size > most) {
            ended.tryComplete(Ended.refused(Reply.problem(413, ErrorCode.HTTP_TOO_LARGE)));
        }
        return !ended.future().isComplete();
    }

    private static Ended damaged() {
        return Ended.refused(Reply.problem(400, ErrorCode.HTTP_DAMAGED));
    }
}
