package io.assayhub.route.http;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.route.Arrivals;
import io.assayhub.route.Delivery;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeException;
import io.assayhub.route.Taken;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a body in as a transfer of its feed, once Kafka has acknowledged all of it, and gives its receipt. */
public final class HttpTransfers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTransfers.class);

    /** Rejects that are listed in an answer; the pre-check lists more. */
    private static final int MOST_ERRORS = 20;

    private static final int MOST_KEYS = 10_000;
    private static final int MOST_UNFINISHED = 1000;
    private static final int RETRY_SECONDS = 10;

    private final Intake intake;
    private final ReceiptShelf shelf;
    private final HttpConfig.Limits limits;
    private final Arrivals arrivals;
    private final IdempotencyKeys keys;
    private final ConcurrentMap<String, ReentrantLock> feeds = new ConcurrentHashMap<>();
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    /** First arrivals of deliveries that Kafka did not acknowledge: the sender's next attempt keeps its order. */
    private final Map<String, Instant> unfinished = Collections.synchronizedMap(new Bounded<>(MOST_UNFINISHED));
    /** Transfers of this run whose receipt may not be there yet. */
    private final Set<String> taken = Collections.newSetFromMap(Collections.synchronizedMap(new Bounded<>(MOST_KEYS)));

    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private final int most;

        private Bounded(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }

    private HttpTransfers(
            Intake intake, ReceiptShelf shelf, HttpConfig.Limits limits, Clock clock, IdempotencyKeys keys) {
        this.intake = intake;
        this.shelf = shelf;
        this.limits = limits;
        this.arrivals = new Arrivals(clock);
        this.keys = keys;
    }

    /**
     * Those of a hub.
     *
     * @param memory file in which idempotency keys are kept
     * @throws IOException if that cannot be used
     */
    public static HttpTransfers open(
            Intake intake, ReceiptShelf shelf, HttpConfig.Limits limits, Clock clock, Path memory) throws IOException {
        IdempotencyKeys keys = IdempotencyKeys.open(memory, limits.keys(), MOST_KEYS, clock);
        return new HttpTransfers(intake, shelf, limits, clock, keys);
    }

    /** What speaks against a transfer before its body is read: its name and its idempotency key. */
    static Optional<Reply> refusal(String queryName, Map<String, String> headers, FeedConfig feed) {
        DeliveryName.Found found = DeliveryName.of(queryName, headers.get("content-disposition"));
        if (!found.fit() || (found.name().isEmpty() && DeliveryName.isNeeded(feed))) {
            return Optional.of(Reply.problem(400, ErrorCode.HTTP_BAD_NAME));
        }
        String key = headers.get("idempotency-key");
        return key == null || key.matches("[!-~]{1,255}")
                ? Optional.empty()
                : Optional.of(Reply.problem(400, ErrorCode.HTTP_BAD_REQUEST));
    }

    /** {@code POST /feeds/FEED/transfers}. */
    Reply take(Received request) {
        Optional<Integer> wait = wait(request.query("wait"));
        if (wait.isEmpty()) {
            return Reply.problem(400, ErrorCode.HTTP_BAD_REQUEST);
        }
        try {
            Path body = request.body().orElseThrow();
            Optional<Reply> packed = unpack(request, body);
            if (packed.isPresent()) {
                return packed.get();
            }
            return waited(takeOnce(request, body, sha256(body)), Duration.ofSeconds(wait.get()));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("A body could not be read back");
            return Reply.later(ErrorCode.HTTP_NOT_READY, RETRY_SECONDS);
        }
    }

    /** Seconds to wait: none without the parameter, the most that is allowed without a number; empty if it is no number. */
    private Optional<Integer> wait(String stated) {
        int most = (int) limits.waiting().toSeconds();
        if (stated == null) {
            return Optional.of(0);
        }
        if (!stated.matches("\\d{0,6}")) {
            return Optional.empty();
        }
        return Optional.of(stated.isEmpty() ? most : Math.min(most, Integer.parseInt(stated)));
    }

    private Optional<Reply> unpack(Received request, Path body) throws IOException {
        String coding = request.header("content-encoding");
        if (coding == null || !coding.toLowerCase(Locale.ROOT).endsWith("gzip")) {
            return Optional.empty();
        }
        return switch (Spool.unpack(body, limits.body())) {
            case WHOLE -> Optional.empty();
            case DAMAGED -> Optional.of(Reply.problem(400, ErrorCode.HTTP_DAMAGED));
            case TOO_LARGE -> Optional.of(Reply.problem(413, ErrorCode.HTTP_TOO_LARGE));
        };
    }

    private static String sha256(Path body) throws IOException {
        MessageDigest digest = Hash128.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(body), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Reply takeOnce(Received request, Path body, String sha256) throws IOException {
        String feed = request.step(1);
        String sent = request.header("idempotency-key");
        String name = DeliveryName.of(request.query("name"), request.header("content-disposition"))
                .name()
                .orElse(sent == null || !DeliveryName.isFit(sent) ? sha256 : sent);
        String identity = String.join("\u001f", feed, name, sha256);
        String key = sent == null ? "" : IdempotencyKeys.of(request.caller(), feed, sent);
        if (!inHand.add(identity)) {
            return busy();
        }
        boolean keyIsMine = sent == null || inHand.add(key);
        try {
            if (!keyIsMine) {
                return busy();
            }
            Optional<IdempotencyKeys.Kept> kept = sent == null ? Optional.empty() : keys.find(key);
            if (kept.isPresent()) {
                return kept.get().sha256().equals(sha256)
                        ? kept.get().reply()
                        : Reply.problem(422, ErrorCode.HTTP_KEY_USED);
            }
            Reply reply = take(feed, name, body, identity);
            if (sent != null && reply.status() != 503) {
                keys.keep(key, sha256, reply);
            }
            return reply;
        } finally {
            inHand.remove(identity);
            if (sent != null && keyIsMine) {
                inHand.remove(key);
            }
        }
    }

    private static Reply busy() {
        return Reply.problem(409, ErrorCode.HTTP_BEING_TAKEN).with("Retry-After", "2");
    }

    /** One at a time of each feed, in the order in which they were complete. */
    private Reply take(String feed, String name, Path body, String identity) {
        ReentrantLock lock = feeds.computeIfAbsent(feed, f -> new ReentrantLock(true));
        lock.lock();
        try {
            Instant arrived = unfinished.computeIfAbsent(identity, i -> arrivals.next(feed));
            List<Rejected> errors = new ArrayList<>();
            Taken done = intake.take(new Delivery(feed, name, arrived, body), rejected -> {
                if (errors.size() < MOST_ERRORS) {
                    errors.add(rejected);
                }
            });
            unfinished.remove(identity);
            taken.add(feed + "/" + done.transfer());
            return reply(feed, done, errors);
        } catch (IntakeException | IOException e) {
            LOG.atWarn()
                    .addKeyValue("feed", feed)
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("A request was not stored and its sender is asked to send it again");
            return Reply.later(ErrorCode.HTTP_NOT_READY, RETRY_SECONDS);
        } finally {
            lock.unlock();
        }
    }

    private static Reply reply(String feed, Taken done, List<Rejected> errors) {
        Manifest manifest = done.manifest();
        Manifest.Refusal refusal = manifest.refusal();
        LOG.atInfo()
                .addKeyValue("feed", feed)
                .addKeyValue("transfer", done.transfer())
                .addKeyValue("rows", manifest.rows())
                .addKeyValue("entries", manifest.entries())
                .addKeyValue("rejected", manifest.rejected())
                .addKeyValue("refusal", refusal == null ? "none" : refusal.code())
                .log(refusal == null ? "A request was taken in" : "A request was refused");
        String location = "/feeds/" + feed + "/transfers/" + done.transfer();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("transfer", done.transfer().value());
        more.put("receipt", location);
        if (refusal != null) {
            more.put("errors", errors.stream().map(HttpTransfers::error).toList());
            return Reply.problem(422, code(refusal), refusal.detail(), more).with("Location", location);
        }
        more.put("state", Receipt.State.OPEN);
        more.put("rows", manifest.rows());
        more.put("refused", manifest.refused());
        more.put("entries", manifest.entries());
        more.put("rejected", manifest.rejected());
        more.put("errors", errors.stream().map(HttpTransfers::error).toList());
        return Reply.json(202, more).with("Location", location);
    }

    private static ErrorCode code(Manifest.Refusal refusal) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.code().equals(refusal.code())) {
                return code;
            }
        }
        throw new IllegalStateException("a refusal has a code of the hub");
    }

    /** Without the cell: the sender has it at the place named. */
    private static Map<String, Object> error(Rejected rejected) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", rejected.code().code());
        if (rejected.location().line() > 0) {
            error.put("line", rejected.location().line());
            error.put("row", rejected.location().row());
        }
        error.put("column", rejected.location().column());
        error.put("detail", rejected.detail());
        error.put("remedy", rejected.code().remedy());
        error.values().removeIf(java.util.Objects::isNull);
        return error;
    }

    /** The receipt in the place of an answer that only says where it will be, if it is closed in time. */
    private Reply waited(Reply reply, Duration longest) {
        if (reply.status() != 202 || longest.isZero()) {
            return reply;
        }
        String location = reply.headers().get("Location");
        try {
            return shelf.await(location.substring(location.lastIndexOf('/') + 1), longest)
                    .filter(receipt -> receipt.state() != Receipt.State.OPEN)
                    .map(receipt -> Reply.json(200, receipt).with("Location", location))
                    .orElse(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reply;
        } catch (KafkaException e) {
            return reply; // Stored it is; the receipt can be asked for later.
        }
    }

    /** {@code GET /feeds/FEED/transfers/TRANSFER}. */
    Reply receipt(Received request) {
        String transfer = request.step(3);
        if (!TransferId.isValid(transfer)) {
            return Reply.problem(404, ErrorCode.HTTP_NOT_FOUND);
        }
        if (!shelf.isCaughtUp()) {
            return Reply.later(ErrorCode.HTTP_NOT_READY, 2);
        }
        Optional<Receipt> receipt;
        try {
            receipt = shelf.find(transfer);
        } catch (KafkaException e) {
            return Reply.later(ErrorCode.HTTP_NOT_READY, RETRY_SECONDS);
        }
        String feed = request.step(1);
        if (receipt.isPresent()) {
            return receipt.get().manifest().feed().equals(feed)
                    ? Reply.json(200, receipt.get())
                    : Reply.problem(404, ErrorCode.HTTP_NOT_FOUND);
        }
        if (!taken.contains(feed + "/" + transfer)) {
            return Reply.problem(404, ErrorCode.HTTP_NOT_FOUND);
        }
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("transfer", transfer);
        open.put("state", Receipt.State.OPEN);
        return Reply.json(202, open).with("Retry-After", "1");
    }

    @Override
    public void close() throws IOException {
        keys.close();
    }
}
