package io.assayhub.ledger.streams;

import io.assayhub.ledger.Arrival;
import io.assayhub.ledger.Decision;
import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.OutcomeCounts;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Holes;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The translation between what travels on Kafka and what the ledger's rules speak of. Pure. */
final class PublicationRules {
    /**
     * Above this a filled Observation with its headers might exceed what a broker takes by default (1 MiB), and a record
     * that the broker refuses stops the ledger.
     */
    static final int MAX_OBSERVATION_BYTES = 900_000;

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final LedgerConfig config;

    PublicationRules(LedgerConfig config) {
        this.config = config;
    }

    /** What the rules need of a result. */
    static Arrival arrival(NormalisedRecord.Result result) {
        return new Arrival(
                result.transfer(),
                result.order(),
                result.facts().sourceHash(),
                result.facts().contentHash(),
                result.facts().status(),
                TopicBits.set(result.facts().topics()));
    }

    /** Counts as receipts show them: restated and remap pending are parts of unchanged. */
    static Counts counts(OutcomeCounts counts) {
        long restated = counts.of(Outcome.RESTATED);
        long remapPending = counts.of(Outcome.REMAP_PENDING);
        return Counts.of(
                counts.of(Outcome.NEW),
                counts.of(Outcome.CORRECTED),
                counts.of(Outcome.UNCHANGED) + restated + remapPending,
                restated,
                remapPending,
                counts.of(Outcome.STALE));
    }

    /**
     * The Observation with the ledger's part filled in.
     *
     * @param now when it is published, in milliseconds since 1970
     * @throws RuntimeException if the holes do not fit the Observation: it was not written by a hub
     */
    byte[] observation(NormalisedRecord.Result result, SubjectKey subject, Decision.Publish decision, long now) {
        return result.facts()
                .holes()
                .fill(
                        result.observation(),
                        Map.of(
                                Holes.Name.ID,
                                result.facts().id().value(),
                                Holes.Name.VERSION,
                                Integer.toString(decision.next().version()),
                                Holes.Name.LAST_UPDATED,
                                INSTANT.format(Instant.ofEpochMilli(now)),
                                Holes.Name.STATUS,
                                decision.next().status().code(),
                                Holes.Name.SUBJECT,
                                subject(subject)));
    }

    /** A Reference by logical identifier (FHIR R4, 2.3.0.1): readable without a Patient to resolve. */
    private String subject(SubjectKey subject) {
        return "{\"type\":\"Patient\",\"identifier\":{\"system\":\"" + config.fhirBase() + "/sid/"
                + subject.study().value() + "/subject\",\"value\":\""
                + subject.subject().value() + "\"}}";
    }

    /** The headers of a version: CloudEvents 1.0 in its Kafka binding, binary mode, and the hub's own. */
    Headers headers(NormalisedRecord.Result result, Decision.Publish decision, long now) {
        String version = Integer.toString(decision.next().version());
        String id = result.facts().id().value();
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.CE_SPEC_VERSION, "1.0");
        add(headers, HeaderName.CE_ID, id + "/" + version);
        add(headers, HeaderName.CE_TYPE, type(decision.outcome()));
        add(
                headers,
                HeaderName.CE_SOURCE,
                config.source() + "/feeds/" + result.feed().value());
        add(headers, HeaderName.CE_SUBJECT, "Observation/" + id);
        add(headers, HeaderName.CE_TIME, INSTANT.format(Instant.ofEpochMilli(now)));
        add(headers, HeaderName.CONTENT_TYPE, "application/fhir+json; fhirVersion=4.0");
        add(headers, HeaderName.VERSION, version);
        add(headers, HeaderName.SNAPSHOT, result.snapshot().value());
        add(headers, HeaderName.TRACE_PARENT, result.traceParent());
        return headers;
    }

    private static String type(Outcome outcome) {
        return switch (outcome) {
            case NEW -> "io.assayhub.observation.new";
            case CORRECTED -> "io.assayhub.observation.corrected";
            case UNCHANGED, RESTATED, REMAP_PENDING, STALE ->
                throw new IllegalArgumentException("nothing is published with this outcome");
        };
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
