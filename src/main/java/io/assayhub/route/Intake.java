package io.assayhub.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Flag;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.ResultHeaders;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Takes one delivery from disk to Kafka: read through once for the verdict, then source, results, rejects, and, when all
 * of it is acknowledged, an end marker to every partition touched. When {@link #take} returns, the sender may be
 * acknowledged; when it throws, the delivery is taken again from its first entry and the ledger drops what it has seen.
 */
public final class Intake {
    private static final String NO_SNAPSHOT = "0".repeat(32);

    private final MappingCatalog catalog;
    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final int partitions;

    public Intake(MappingCatalog catalog, Producer<byte[], byte[]> producer, String prefix, int partitions) {
        this.catalog = catalog;
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
    }

    /** Listens to the rejects of a delivery, for the list that goes back to the sender. */
    public interface RejectListener {
        void rejected(Rejected rejected) throws IOException;
    }

    /** A transfer's id and the manifest that its end markers carried. */
    public record Taken(TransferId transfer, Manifest manifest) {}

    /** Hands a delivery over to Kafka; returns when everything is acknowledged, accepted or refused. */
    public Taken take(Delivery delivery, RejectListener rejects) throws IntakeException, IOException {
        return take(delivery, Optional.empty(), rejects);
    }

    /** The same for a delivery whose sender's manifest lies in a file, which a feed that agrees on one asks for. */
    public Taken take(Delivery delivery, Optional<Path> manifest, RejectListener rejects)
            throws IntakeException, IOException {
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            return take(delivery, manifest, rejects, sends);
        }
    }

    /**
     * Takes the stored bytes of an earlier transfer in again with the feed's mapping of today, as a new transfer. It keeps
     * the original's order, so that it changes nothing that came later, lacks nothing, and passes no gate: whoever asked
     * for it has approved it.
     *
     * @param delivery the original's feed and name, its bytes, and when this replay was asked for
     */
    public Taken replay(Delivery delivery, TransferId original, long order, RejectListener rejects)
            throws IntakeException, IOException {
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            String sha256 = sha256(delivery);
            Terms terms = new Terms(order, original, null);
            Optional<CompiledFeed> feed = catalog.feed(delivery.feed());
            if (feed.isEmpty()) {
                return refuse(delivery, sha256, unknownFeed(delivery), Optional.empty(), terms, null, sends, rejects);
            }
            return judged(delivery, sha256, feed.get(), terms, Optional.empty(), sends, rejects);
        }
    }

    /**
     * On what terms a delivery becomes a transfer.
     *
     * @param order higher is newer
     * @param replayOf the transfer whose bytes these are, or null
     * @param statedRows how many rows the manifest beside it states, or null
     */
    private record Terms(long order, TransferId replayOf, Long statedRows) {
        private static final Terms REFUSED = new Terms(0, null, null);

        boolean isReplay() {
            return replayOf != null;
        }
    }

    private Taken take(Delivery delivery, Optional<Path> manifestFile, RejectListener rejects, AcknowledgedSends sends)
            throws IntakeException, IOException {
        String sha256 = sha256(delivery);
        Optional<CompiledFeed> feed = catalog.feed(delivery.feed());
        if (feed.isEmpty()) {
            return refuse(
                    delivery, sha256, unknownFeed(delivery), Optional.empty(), Terms.REFUSED, null, sends, rejects);
        }
        Optional<Rejected> elsewhere = otherEnvironment(feed.get().config(), delivery);
        if (elsewhere.isPresent()) {
            return refuse(delivery, sha256, elsewhere.get(), feed, Terms.REFUSED, null, sends, rejects);
        }
        Optional<Long> order = order(feed.get().config().transfer().order(), delivery);
        if (order.isEmpty()) {
            Rejected refusal = new Rejected(
                    ErrorCode.NO_SEQUENCE, Location.WHOLE, null, ErrorCode.NO_SEQUENCE.meaning(), delivery.name());
            return refuse(delivery, sha256, refusal, feed, Terms.REFUSED, null, sends, rejects);
        }
        FeedConfig config = feed.get().config();
        Optional<SenderManifest> stated = Optional.empty();
        if (config.transfer().manifest().isPresent()) {
            stated = manifestFile.isEmpty()
                    ? Optional.empty()
                    : SenderManifest.read(config, manifestFile.get(), delivery.name());
            Optional<Rejected> differs = stated.isEmpty()
                    ? Optional.of(SenderManifest.missing())
                    : stated.get().differs(Files.size(delivery.file()), sha256);
            if (differs.isPresent()) {
                Terms terms = new Terms(order.get(), null, statedRows(stated));
                return refuse(delivery, sha256, differs.get(), feed, terms, null, sends, rejects);
            }
        }
        return judged(
                delivery, sha256, feed.get(), new Terms(order.get(), null, statedRows(stated)), stated, sends, rejects);
    }

    private Taken judged(
            Delivery delivery,
            String sha256,
            CompiledFeed feed,
            Terms terms,
            Optional<SenderManifest> stated,
            AcknowledgedSends sends,
            RejectListener rejects)
            throws IntakeException, IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> Files.newInputStream(delivery.file()));
        Optional<Rejected> refusal = verdict.refusal().or(rowsDiffer(stated, verdict));
        if (refusal.isPresent()) {
            return refuse(delivery, sha256, refusal.get(), Optional.of(feed), terms, verdict, sends, rejects);
        }
        return accept(delivery, sha256, feed, terms, verdict, sends, rejects);
    }

    private static Long statedRows(Optional<SenderManifest> stated) {
        return stated.flatMap(SenderManifest::rows).orElse(null);
    }

    private static Supplier<Optional<Rejected>> rowsDiffer(
            Optional<SenderManifest> stated, TransferJudge.Verdict verdict) {
        return () -> stated.flatMap(s -> s.differs(verdict.summary()));
    }

    private Taken accept(
            Delivery delivery,
            String sha256,
            CompiledFeed feed,
            Terms terms,
            TransferJudge.Verdict verdict,
            AcknowledgedSends sends,
            RejectListener rejects)
            throws IntakeException, IOException {
        TransferId transfer = transferId(delivery, sha256, feed.snapshot().value(), terms);
        String trace = "00-" + transfer.value() + "-" + transfer.value().substring(0, 16) + "-01";
        ResultHeaders headers = new ResultHeaders(
                transfer, feed.name(), feed.snapshot(), terms.order(), flags(feed.config(), terms), trace);
        long[] seq = new long[partitions];
        Set<String> studies = new TreeSet<>();
        EntrySink sink = new EntrySink() {
            @Override
            public void normalised(Entry entry) throws IOException {
                byte[] key = entry.subject().bytes();
                int partition = SubjectKey.partition(key, partitions);
                if (studies.size() <= Manifest.STUDIES) {
                    studies.add(entry.subject().study().value());
                }
                Headers of = headers.of(++seq[partition], entry.address(), entry.facts());
                unchecked(() -> sends.send(
                        new ProducerRecord<>(Topic.NORMALISED.name(prefix), partition, key, entry.observation(), of)));
            }

            @Override
            public void rejected(Rejected rejected) throws IOException {
                rejects.rejected(rejected);
                unchecked(() -> sends.send(new ProducerRecord<>(
                        Topic.REJECTED.name(prefix),
                        RejectedRecord.key(transfer, rejected),
                        RejectedRecord.of(transfer, delivery.feed(), rejected).toJson())));
            }
        };
        TransferReader.Summary summary;
        try (InputStream file = Files.newInputStream(delivery.file())) {
            DigestInputStream digested = new DigestInputStream(file, Hash128.sha256());
            SourceChunks source = new SourceChunks(digested, prefix, transfer, sends);
            summary = feed.reader(TransferReader.Mode.NORMALISE, verdict).read(source, sink);
            source.finish();
            if (!sha256.equals(
                    HexFormat.of().formatHex(digested.getMessageDigest().digest()))) {
                // Its transfer id and verdict are those of other bytes; no end marker closes what was sent so far.
                throw new IntakeException("the delivery changed while it was taken", null);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause().getCause() instanceof IntakeException cause) {
                throw cause;
            }
            throw e;
        }
        sends.await();
        Map<Integer, Long> touched = new TreeMap<>();
        boolean cumulative =
                !terms.isReplay() && feed.config().transfer().kind() == FeedConfig.Transfer.Kind.CUMULATIVE;
        for (int p = 0; p < partitions; p++) {
            if (seq[p] > 0 || cumulative) {
                touched.put(p, seq[p]);
            }
        }
        if (touched.isEmpty()) {
            touched.put(homePartition(transfer), 0L);
        }
        Manifest manifest = manifest(
                delivery,
                sha256,
                Optional.of(feed),
                feed.snapshot().value(),
                terms,
                null,
                summary,
                touched,
                studies.size() > Manifest.STUDIES ? Set.of() : studies);
        end(transfer, manifest, sends);
        return new Taken(transfer, manifest);
    }

    /** A refused transfer publishes its receipt alone; its bytes stay in the folder of refused files. */
    private Taken refuse(
            Delivery delivery,
            String sha256,
            Rejected refusal,
            Optional<CompiledFeed> feed,
            Terms terms,
            TransferJudge.Verdict verdict,
            AcknowledgedSends sends,
            RejectListener rejects)
            throws IntakeException, IOException {
        rejects.rejected(refusal);
        if (feed.isPresent() && verdict != null) {
            try (InputStream file = Files.newInputStream(delivery.file())) {
                feed.get().reader(TransferReader.Mode.NORMALISE, verdict).read(file, rejects::rejected);
            }
        }
        String snapshot = feed.map(f -> f.snapshot().value()).orElse(NO_SNAPSHOT);
        TransferId transfer = transferId(delivery, sha256, snapshot, terms);
        TransferReader.Summary summary = verdict == null
                ? new TransferReader.Summary(Optional.empty(), 0, null, Map.of(), 0, 0, 0, 0)
                : verdict.summary();
        Manifest manifest = manifest(
                delivery,
                sha256,
                feed,
                snapshot,
                terms,
                new Manifest.Refusal(refusal.code().code(), refusal.detail()),
                summary,
                Map.of(homePartition(transfer), 0L),
                Set.of());
        end(transfer, manifest, sends);
        return new Taken(transfer, manifest);
    }

    private void end(TransferId transfer, Manifest manifest, AcknowledgedSends sends) throws IntakeException {
        byte[] json = manifest.toJson();
        for (Map.Entry<Integer, Long> partition : manifest.partitions().entrySet()) {
            NormalisedRecord.End end = new NormalisedRecord.End(transfer, partition.getValue() + 1, manifest);
            sends.send(new ProducerRecord<>(
                    Topic.NORMALISED.name(prefix),
                    partition.getKey(),
                    transfer.value().getBytes(US_ASCII),
                    json,
                    NormalisedRecord.headers(end)));
        }
        sends.await();
    }

    private static Manifest manifest(
            Delivery delivery,
            String sha256,
            Optional<CompiledFeed> feed,
            String snapshot,
            Terms terms,
            Manifest.Refusal refusal,
            TransferReader.Summary summary,
            Map<Integer, Long> touched,
            Set<String> studies)
            throws IOException {
        Optional<FeedConfig.Transfer> agreed = feed.map(CompiledFeed::config).map(FeedConfig::transfer);
        // A refused transfer brought nothing: nothing is missing from it, and nothing of it waits.
        Optional<FeedConfig.Transfer> taken = agreed.filter(t -> refusal == null && !terms.isReplay());
        return new Manifest(
                delivery.feed(),
                delivery.name(),
                sha256,
                Files.size(delivery.file()),
                snapshot,
                terms.order(),
                terms.isReplay()
                        ? null
                        : agreed.map(t -> sequence(t.order(), delivery)).orElse(null),
                taken.map(t -> t.kind() == FeedConfig.Transfer.Kind.CUMULATIVE).orElse(false),
                taken.map(Intake::limits).orElse(Map.of()),
                terms.isReplay() ? terms.replayOf().value() : null,
                delivery.arrived().toString(),
                refusal,
                summary.rows(),
                summary.sendersCount() == null ? terms.statedRows() : summary.sendersCount(),
                summary.excluded(),
                summary.refused(),
                summary.read(),
                summary.entries(),
                summary.rejected(),
                touched,
                studies);
    }

    /** A replay is the same however often it is asked for. */
    private static TransferId transferId(Delivery delivery, String sha256, String snapshot, Terms terms) {
        String identity = String.join("\u001f", delivery.feed(), delivery.name(), sha256, snapshot)
                + (terms.isReplay() ? "\u001freplay\u001f" + terms.replayOf() : "");
        return new TransferId(Hash128.ofSha256(identity).hex());
    }

    private int homePartition(TransferId transfer) {
        return SubjectKey.partition(transfer.value().getBytes(US_ASCII), partitions);
    }

    /** Among transfers of one sequence number the later arrival is the newer: seconds fill the lower 32 bits. */
    private static Optional<Long> order(FeedConfig.Order order, Delivery delivery) {
        if (!(order instanceof FeedConfig.Order.FileName byName)) {
            return Optional.of(delivery.arrived().toEpochMilli());
        }
        return number(byName, delivery).map(number -> number << 32 | seconds(delivery.arrived()));
    }

    /** The transfer's place in a sequence without gaps, or null if its feed has none. */
    private static Long sequence(FeedConfig.Order order, Delivery delivery) {
        return order instanceof FeedConfig.Order.FileName byName && byName.consecutive()
                ? number(byName, delivery).orElse(null)
                : null;
    }

    private static Optional<Long> number(FeedConfig.Order.FileName order, Delivery delivery) {
        Matcher matcher = order.pattern().matcher(delivery.name());
        if (!matcher.matches() || matcher.group("order") == null) {
            return Optional.empty();
        }
        String digits = matcher.group("order").replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 9 ? Optional.empty() : Optional.of(Long.parseLong(digits));
    }

    private static Set<Flag> flags(FeedConfig feed, Terms terms) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (terms.isReplay()) {
            flags.add(Flag.REPLAY);
        } else if (!feed.transfer().stopIf().isEmpty()) {
            flags.add(Flag.GATED);
        }
        if (feed.blinded()) {
            flags.add(Flag.BLINDED);
        }
        if (feed.acceptsOrphans()) {
            flags.add(Flag.ORPHANS);
        }
        return flags;
    }

    private static Map<String, BigDecimal> limits(FeedConfig.Transfer transfer) {
        Map<String, BigDecimal> limits = new TreeMap<>();
        transfer.stopIf().forEach((limit, percent) -> limits.put(limit.text(), percent));
        return limits;
    }

    /** What speaks against the file name, where the feed reads the environment from it. */
    private static Optional<Rejected> otherEnvironment(FeedConfig feed, Delivery delivery) {
        Optional<FeedConfig.Environment> agreed =
                feed.environment().filter(e -> e.fileName().isPresent());
        if (agreed.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = agreed.get().fileName().orElseThrow().matcher(delivery.name());
        String found = matcher.matches() ? matcher.group("env") : null;
        ErrorCode code = found == null
                ? ErrorCode.NO_ENVIRONMENT
                : agreed.get().isExpected(found) ? null : ErrorCode.OTHER_ENVIRONMENT;
        return Optional.ofNullable(code).map(c -> new Rejected(c, Location.WHOLE, null, c.meaning(), delivery.name()));
    }

    private static long seconds(Instant arrived) {
        return arrived.getEpochSecond() & 0xffffffffL;
    }

    private Rejected unknownFeed(Delivery delivery) {
        String hint = Spelling.hint(delivery.feed(), catalog.feedNames());
        return new Rejected(
                ErrorCode.UNKNOWN_FEED,
                Location.WHOLE,
                null,
                delivery.feed().isEmpty()
                        ? "A file belongs into the folder of its feed: inbox/FEED/."
                        : ErrorCode.UNKNOWN_FEED.meaning() + (hint.isEmpty() ? "" : " Check the folder's name" + hint),
                null);
    }

    private static String sha256(Delivery delivery) throws IOException {
        MessageDigest digest = Hash128.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(delivery.file()), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private interface Send {
        void run() throws IntakeException;
    }

    /** A sink may throw only IOException; the failed send travels inside and is taken out again above. */
    private static void unchecked(Send send) {
        try {
            send.run();
        } catch (IntakeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
