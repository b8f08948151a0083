package io.assayhub.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Hash128;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.ResultHeaders;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import io.assayhub.wire.TraceParent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes one attempt of a transfer: first {@link #write}, and when Kafka has acknowledged all of that, {@link #end}. The
 * ledger drops what an earlier attempt has written already.
 */
final class TransferWriter implements EntrySink {
    private static final TransferReader.Summary NOT_READ =
            new TransferReader.Summary(Optional.empty(), 0, null, Map.of(), 0, 0, 0, 0, Map.of(), List.of(), null);

    private final Delivery delivery;
    private final String sha256;
    private final Admission admission;
    private Terms terms;
    private TransferFacts facts;
    private final TransferId transfer;
    private final String prefix;
    private final long[] seq;
    private final Sends sends;
    private final RejectListener rejects;
    private final Set<String> studies = new TreeSet<>();
    private ResultHeaders headers;

    TransferWriter(
            Delivery delivery,
            String sha256,
            Admission admission,
            String prefix,
            int partitions,
            Sends sends,
            RejectListener rejects) {
        this.delivery = delivery;
        this.sha256 = sha256;
        this.admission = admission;
        this.terms = admission.terms();
        this.facts = new TransferFacts(delivery, sha256, admission.feed(), terms);
        this.transfer = facts.id();
        this.prefix = prefix;
        this.seq = new long[partitions];
        this.sends = sends;
        this.rejects = rejects;
    }

    /**
     * Reads the delivery through for its verdict and then writes source, results and rejects, or of a refused one nothing;
     * returns what the end markers are to say.
     */
    Taken write() throws IntakeException, IOException {
        if (admission.refusal().isPresent()) {
            rejects.rejected(admission.refusal().get());
            return refusal(admission.refusal().get(), NOT_READ);
        }
        CompiledFeed feed = admission.feed().orElseThrow();
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, delivery.content()::open);
        order(verdict.summary().stated());
        Optional<Rejected> refusal =
                verdict.refusal().or(() -> admission.stated().flatMap(s -> s.differs(verdict.summary())));
        if (refusal.isEmpty()) {
            return content(feed, verdict);
        }
        // Its receipt alone is published; its bytes stay with whoever delivered them, and all that is wrong is listed.
        rejects.rejected(refusal.get());
        try (InputStream in = delivery.content().open()) {
            feed.reader(TransferReader.Mode.NORMALISE, verdict).read(in, rejects::rejected);
        }
        return refusal(refusal.get(), verdict.summary());
    }

    /** Of a source that says itself when it was made the order is known only now; a replay keeps the original's. */
    private void order(Long made) {
        if (made != null && !terms.isReplay()) {
            terms = new Terms(SourceOrder.stated(made, delivery.arrived()), null, terms.statedRows());
            facts = new TransferFacts(delivery, sha256, admission.feed(), terms);
        }
    }

    private Taken content(CompiledFeed feed, TransferJudge.Verdict verdict) throws IntakeException, IOException {
        String trace = TraceParent.of(transfer).header();
        headers = new ResultHeaders(transfer, feed.name(), feed.snapshot(), terms.order(), facts.flags(), trace);
        TransferReader.Summary summary;
        try (InputStream in = delivery.content().open()) {
            DigestInputStream digested = new DigestInputStream(in, Hash128.sha256());
            SourceChunks source = new SourceChunks(digested, prefix, transfer, sends);
            summary = feed.reader(TransferReader.Mode.NORMALISE, verdict).read(source, this);
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
        boolean cumulative =
                !terms.isReplay() && feed.config().transfer().kind() == FeedConfig.Transfer.Kind.CUMULATIVE;
        Map<Integer, Long> touched = new TreeMap<>();
        for (int p = 0; p < seq.length; p++) {
            if (seq[p] > 0 || cumulative) {
                touched.put(p, seq[p]);
            }
        }
        if (touched.isEmpty()) {
            touched.put(homePartition(), 0L);
        }
        return new Taken(
                transfer,
                facts.manifest(null, summary, touched, studies.size() > Manifest.STUDIES ? Set.of() : studies));
    }

    private Taken refusal(Rejected refusal, TransferReader.Summary summary) throws IOException {
        return new Taken(
                transfer,
                facts.manifest(
                        new Manifest.Refusal(refusal.code().code(), refusal.detail()),
                        summary,
                        Map.of(homePartition(), 0L),
                        Set.of()));
    }

    /** Writes the end markers. */
    void end(Taken taken) throws IntakeException {
        byte[] json = taken.manifest().toJson();
        for (Map.Entry<Integer, Long> partition : taken.manifest().partitions().entrySet()) {
            NormalisedRecord.End end = new NormalisedRecord.End(transfer, partition.getValue() + 1, taken.manifest());
            sends.send(new ProducerRecord<>(
                    Topic.NORMALISED.name(prefix),
                    partition.getKey(),
                    transfer.value().getBytes(US_ASCII),
                    json,
                    NormalisedRecord.headers(end)));
        }
    }

    @Override
    public void normalised(Entry entry) throws IOException {
        byte[] key = entry.subject().bytes();
        int partition = SubjectKey.partition(key, seq.length);
        if (studies.size() <= Manifest.STUDIES) {
            studies.add(entry.subject().study().value());
        }
        Headers of = headers.of(++seq[partition], entry.address(), entry.facts());
        send(new ProducerRecord<>(Topic.NORMALISED.name(prefix), partition, key, entry.observation(), of));
    }

    @Override
    public void rejected(Rejected rejected) throws IOException {
        rejects.rejected(rejected);
        send(new ProducerRecord<>(
                Topic.REJECTED.name(prefix),
                RejectedRecord.key(transfer, rejected),
                RejectedRecord.of(transfer, delivery.feed(), rejected).toJson()));
    }

    private int homePartition() {
        return SubjectKey.partition(transfer.value().getBytes(US_ASCII), seq.length);
    }

    /** A sink may throw only IOException; the failed send travels inside and is taken out again above. */
    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            sends.send(record);
        } catch (IntakeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
