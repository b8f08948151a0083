package io.assayhub.alarm;

import io.assayhub.config.AlarmConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alarms in their order, each until the receiver answers 2xx. On the one thread that also looks: the looks go on
 * between two attempts.
 */
final class AlarmSender {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmSender.class);
    /** Beyond these the oldest is given up: what still holds is told again. */
    private static final int WAITING = 1_000;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final AlarmConfig config;
    private final ScheduledExecutorService thread;
    private final Duration firstPause;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final Deque<Alarm> waiting = new ArrayDeque<>();
    private Duration pause;
    /** Whether an attempt is on its way or will be. */
    private boolean busy;

    private boolean failing;

    /**
     * @param thread on which everything here is called, and which is used for what comes later
     * @param firstPause after the first attempt that fails; doubled after each further one
     */
    AlarmSender(AlarmConfig config, ScheduledExecutorService thread, Duration firstPause) {
        this.config = config;
        this.thread = thread;
        this.firstPause = firstPause;
        this.pause = firstPause;
    }

    void send(Alarm alarm) {
        if (waiting.size() == WAITING) {
            waiting.removeFirst();
            LOG.warn("An alarm was given up: too many wait for their receiver");
        }
        waiting.addLast(alarm);
        if (!busy) {
            busy = true;
            thread.execute(this::attempt);
        }
    }

    private void attempt() {
        Alarm next = waiting.peekFirst();
        if (next == null) {
            busy = false;
            return;
        }
        String failure = post(next);
        if (Thread.currentThread().isInterrupted()) {
            return; // The hub is stopping.
        }
        if (failure.isEmpty()) {
            if (failing) {
                LOG.info("The receiver of alarms takes them again");
            }
            failing = false;
            pause = firstPause;
            waiting.removeFirst();
            thread.execute(this::attempt);
            return;
        }
        if (!failing) {
            LOG.atWarn().addKeyValue("cause", failure).log("The receiver of alarms does not take them; tried again");
        }
        failing = true;
        var unused = thread.schedule(this::attempt, pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Empty if it was taken, else why not, without anything of the address. */
    private String post(Alarm alarm) {
        CompletableFuture<HttpResponse<Void>> answer = null;
        try {
            // Not the request's own timeout: that ends with the headers, and a body may never end.
            answer = client.sendAsync(request(alarm), HttpResponse.BodyHandlers.discarding());
            int status = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? "" : "status " + status;
        } catch (IOException e) {
            return "token-file cannot be used";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (TimeoutException e) {
            answer.cancel(true);
            return e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return e.getClass().getSimpleName();
        }
    }

    private HttpRequest request(Alarm alarm) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.webhook())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", alarm.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(alarm.toJson()));
        if (config.token().isPresent()) {
            // Read each time, so that a token can be changed without a restart.
            String token = Files.readString(config.token().orElseThrow())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new IOException("its first line is no token");
            }
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }
}
