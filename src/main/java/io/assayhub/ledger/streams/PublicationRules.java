package io.assayhub.ledger.streams;

import io.assayhub.ledger.Arrival;
import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.ResultState;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Flag;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Holes;
import io.assayhub.wire.Json;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The translation between what travels on Kafka and what the ledger's rules speak of. Same input, same bytes; it remembers
 * only what it formatted last, for one thread.
 */
final class PublicationRules {
    /**
     * Above this a filled Observation with its headers might exceed what a broker takes by default (1 MiB), and a record
     * that the broker refuses stops the ledger.
     */
    static final int MAX_OBSERVATION_BYTES = 900_000;

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String PARTICIPANT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

    private final LedgerConfig config;
    private long lastMillis;
    private String lastInstant;
    private SubjectKey lastSubject;
    private String lastReference;

    PublicationRules(LedgerConfig config) {
        this.config = config;
    }

    /** What the rules need of a result. */
    static Arrival arrival(
            NormalisedRecord.Result result, SubjectKey subject, long order, long feedHash, long codeHash) {
        return new Arrival(
                result.transfer(),
                order,
                result.facts().sourceHash(),
                result.facts().contentHash(),
                result.facts().status(),
                TopicBits.set(result.facts().topics()),
                feedHash,
                codeHash,
                subject.text(),
                result.flags().contains(Flag.REPLAY),
                result.flags().contains(Flag.ORPHANS),
                Optional.ofNullable(result.facts().hold()));
    }

    /** The JSON of the result's Observation.code. */
    static byte[] code(NormalisedRecord.Result result) {
        return Arrays.copyOfRange(
                result.observation(),
                result.facts().code().from(),
                result.facts().code().to());
    }

    static String instant(long millis) {
        return INSTANT.format(Instant.ofEpochMilli(millis));
    }

    /** Many versions are published in one millisecond. */
    private String lastUpdated(long millis) {
        if (lastInstant == null || millis != lastMillis) {
            lastInstant = instant(millis);
            lastMillis = millis;
        }
        return lastInstant;
    }

    /**
     * The Observation with the ledger's part filled in.
     *
     * @param now when it is published, in milliseconds since 1970
     * @throws RuntimeException if the holes do not fit the Observation: it was not written by a hub
     */
    byte[] observation(
            NormalisedRecord.Result result,
            ObservationId id,
            int version,
            ResultStatus status,
            SubjectKey subject,
            long now) {
        return result.facts()
                .holes()
                .fill(
                        result.observation(),
                        Map.of(
                                Holes.Name.ID,
                                id.value(),
                                Holes.Name.VERSION,
                                Integer.toString(version),
                                Holes.Name.LAST_UPDATED,
                                lastUpdated(now),
                                Holes.Name.STATUS,
                                status.code(),
                                Holes.Name.SUBJECT,
                                subject(subject)));
    }

    /** An entered-in-error version of which nothing but its code is known: the ledger keeps no bodies. */
    byte[] withdrawal(ObservationId id, int version, SubjectKey subject, byte[] code, long now) {
        String head = "{\"resourceType\":\"Observation\",\"id\":\"" + id + "\",\"meta\":{\"versionId\":\"" + version
                + "\",\"lastUpdated\":\"" + lastUpdated(now) + "\"},\"identifier\":[{\"system\":\"" + config.fhirBase()
                + "/sid/observation\",\"value\":\"" + id + "\"}],\"status\":\"entered-in-error\",\"code\":";
        String tail = ",\"subject\":" + subject(subject) + "}";
        return joined(head, code, tail);
    }

    /**
     * A Reference to the Patient by URL and by logical identifier (FHIR R4, 2.3.0.1), with the ResearchSubject as an
     * extension: readable without any of them to resolve.
     */
    private String subject(SubjectKey subject) {
        if (!subject.equals(lastSubject)) {
            lastReference = reference(subject);
            lastSubject = subject;
        }
        return lastReference;
    }

    private String reference(SubjectKey subject) {
        String id = Hash128.ofSha256("subject\u001f" + subject.text()).hex();
        String identifier = "\"identifier\":{\"system\":\"" + config.fhirBase() + "/sid/"
                + subject.study().value() + "/subject\",\"value\":\""
                + subject.subject().value() + "\"}}";
        return "{\"extension\":[{\"url\":\"" + config.fhirBase()
                + "/StructureDefinition/research-subject\",\"valueReference\":{\"reference\":\"ResearchSubject/" + id
                + "\",\"type\":\"ResearchSubject\"," + identifier + "}],\"reference\":\"Patient/" + id
                + "\",\"type\":\"Patient\"," + identifier;
    }

    /**
     * The headers of a version: CloudEvents 1.0 in its Kafka binding, binary mode, and the hub's own.
     *
     * @param result the entry that brought it, or null when a command made it
     */
    Headers headers(
            ObservationId id,
            ResultState state,
            Outcome outcome,
            String feed,
            NormalisedRecord.Result result,
            long now) {
        String version = Integer.toString(state.version());
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.CE_SPEC_VERSION, "1.0");
        add(headers, HeaderName.CE_ID, id.value() + "/" + version);
        add(headers, HeaderName.CE_TYPE, "io.assayhub.observation." + outcome.text());
        add(headers, HeaderName.CE_SOURCE, config.source() + "/feeds/" + feed);
        add(headers, HeaderName.CE_SUBJECT, "Observation/" + id.value());
        add(headers, HeaderName.CE_TIME, lastUpdated(now));
        add(headers, HeaderName.CONTENT_TYPE, "application/fhir+json; fhirVersion=4.0");
        add(headers, HeaderName.VERSION, version);
        if (result != null) {
            add(headers, HeaderName.SNAPSHOT, result.snapshot().value());
            add(headers, HeaderName.TRACE_PARENT, result.traceParent());
        }
        return headers;
    }

    /** The headers of a version's audit record. */
    static Headers auditHeaders(
            ObservationId id, ResultState state, Outcome outcome, String feed, NormalisedRecord.Result result) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.KIND, AuditRecord.VERSION);
        add(headers, HeaderName.ID, id.value());
        add(headers, HeaderName.VERSION, Integer.toString(state.version()));
        add(headers, HeaderName.STATUS, state.status().code());
        add(headers, HeaderName.OUTCOME, outcome.text());
        add(headers, HeaderName.TOPICS, TopicBits.suffixes(state.topics()));
        add(headers, HeaderName.FEED, feed);
        if (result != null) {
            add(headers, HeaderName.TRANSFER, result.transfer().value());
            add(headers, HeaderName.ENTRY, result.entry());
            add(headers, HeaderName.SNAPSHOT, result.snapshot().value());
            add(headers, HeaderName.ORDER, Long.toString(state.order()));
            add(headers, HeaderName.SOURCE_HASH, state.source().hex());
            add(headers, HeaderName.CONTENT_HASH, state.content().hex());
            if (result.facts().accession() != null) {
                add(headers, HeaderName.ACCESSION, result.facts().accession());
            }
        }
        return headers;
    }

    /** The headers of the audit record of a held result that ended without a version. */
    static Headers endedHeaders(ObservationId id, Outcome outcome, NormalisedRecord.Result result) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.KIND, AuditRecord.ENDED);
        add(headers, HeaderName.ID, id.value());
        add(headers, HeaderName.OUTCOME, outcome.text());
        add(headers, HeaderName.TRANSFER, result.transfer().value());
        add(headers, HeaderName.ENTRY, result.entry());
        add(headers, HeaderName.FEED, result.feed().value());
        return headers;
    }

    static Headers actionHeaders() {
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.KIND, AuditRecord.ACTION);
        return headers;
    }

    /** A Bundle of a version and its Provenance (FHIR R4): who made it, from what, and what it replaces. */
    byte[] audit(
            byte[] observation,
            ObservationId id,
            int version,
            Outcome outcome,
            NormalisedRecord.Result result,
            CommandRecord command,
            long now) {
        String url = config.fhirBase() + "/Observation/" + id;
        String head = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"fullUrl\":\"" + url
                + "\",\"resource\":";
        StringBuilder tail = new StringBuilder(1024);
        tail.append("},{\"fullUrl\":\"")
                .append(config.fhirBase())
                .append("/Provenance/")
                .append(id)
                .append('-');
        tail.append(version)
                .append("\",\"resource\":{\"resourceType\":\"Provenance\",\"id\":\"")
                .append(id);
        tail.append('-')
                .append(version)
                .append("\",\"target\":[{\"reference\":\"")
                .append(url)
                .append("/_history/");
        tail.append(version)
                .append("\"}],\"recorded\":\"")
                .append(lastUpdated(now))
                .append('"');
        if (command != null && command.why() != null) {
            tail.append(",\"reason\":[{\"text\":")
                    .append(Json.text(command.why()))
                    .append("}]");
        }
        tail.append(",\"activity\":{\"coding\":[{\"system\":\"").append(config.fhirBase());
        tail.append("/CodeSystem/ledger-outcome\",\"code\":\"")
                .append(outcome.text())
                .append("\"}]},\"agent\":[");
        agent(tail, "assembler", "Assay Hub");
        if (command != null) {
            tail.append(',');
            agent(tail, "verifier", command.by());
        }
        tail.append(']');
        entities(tail, url, version, result, command);
        tail.append("}}]}");
        return joined(head, observation, tail.toString());
    }

    private static void agent(StringBuilder out, String type, String who) {
        out.append("{\"type\":{\"coding\":[{\"system\":\"")
                .append(PARTICIPANT_TYPE)
                .append("\",\"code\":\"");
        out.append(type)
                .append("\"}]},\"who\":{\"display\":")
                .append(Json.text(who))
                .append("}}");
    }

    private void entities(
            StringBuilder out, String url, int version, NormalisedRecord.Result result, CommandRecord command) {
        if (result == null && command == null && version == 1) {
            return;
        }
        String separator = ",\"entity\":[";
        if (result != null) {
            entity(
                    out.append(separator),
                    "source",
                    "transfer",
                    result.transfer().value(),
                    result.entry());
            separator = ",";
        }
        if (command != null) {
            entity(
                    out.append(separator),
                    "source",
                    "command",
                    command.id(),
                    command.action().text());
            separator = ",";
        }
        if (version > 1) {
            out.append(separator)
                    .append("{\"role\":\"revision\",\"what\":{\"reference\":\"")
                    .append(url);
            out.append("/_history/").append(version - 1).append("\"}}");
        }
        out.append(']');
    }

    private void entity(StringBuilder out, String role, String system, String value, String display) {
        out.append("{\"role\":\"").append(role).append("\",\"what\":{\"identifier\":{\"system\":\"");
        out.append(config.fhirBase()).append("/sid/").append(system).append("\",\"value\":");
        out.append(Json.text(value))
                .append("},\"display\":")
                .append(Json.text(display))
                .append("}}");
    }

    /** What operators see of a held result. */
    HeldRecord held(ObservationId id, ResultState state, SubjectKey subject, HeldResult held) {
        NormalisedRecord.Result result = held.result();
        HoldReason reason = held.meta().holdReason();
        return new HeldRecord(
                HeldRecord.holdKey(id.value(), held.meta().number()),
                reason.code().code(),
                reason.text(),
                instant(held.meta().since()),
                held.meta().overdue(),
                result.facts().topics().contains(Topic.SAFETY),
                subject.study().value(),
                subject.subject().value(),
                id.value(),
                result.transfer().value(),
                result.feed().value(),
                result.entry(),
                result.facts().accession(),
                result.facts().status().code(),
                held.meta().changedFrom(),
                reason.code().meaning(),
                preview(id, state, subject, held));
    }

    /** The Observation as it would go out; null if it cannot be written, which is then why it waits. */
    private String preview(ObservationId id, ResultState state, SubjectKey subject, HeldResult held) {
        if (held.meta().holdReason() == HoldReason.UNEXPECTED) {
            return null;
        }
        byte[] observation = observation(
                held.result(),
                id,
                state.version() + 1,
                held.result().facts().status(),
                subject,
                held.meta().since());
        return new String(observation, StandardCharsets.UTF_8);
    }

    private static byte[] joined(String head, byte[] middle, String tail) {
        byte[] before = head.getBytes(StandardCharsets.UTF_8);
        byte[] after = tail.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(before.length + middle.length + after.length)
                .put(before)
                .put(middle)
                .put(after)
                .array();
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
