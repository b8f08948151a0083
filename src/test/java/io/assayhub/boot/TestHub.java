package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.assayhub.config.AccessConfig;
import io.assayhub.config.AlarmConfig;
import io.assayhub.config.AstmConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A hub in this JVM, and what a sender puts into it and a consumer reads from it. */
final class TestHub implements AutoCloseable {
    static final int PARTITIONS = 3;
    static final Duration QUIET = Duration.ofMillis(200);

    /** Keeps numbers' digits, which the hub's own mapper does not need of a tree. */
    private static final ObjectMapper DIGITS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Hub hub;

    private TestHub(Hub hub) {
        this.hub = hub;
    }

    /** One published version. */
    record Published(ConsumerRecord<byte[], byte[]> record, JsonNode observation) {
        String id() {
            return new String(record.key(), UTF_8);
        }

        /** {@code subject timepoint value}, which tells the results of these tests apart. */
        String what() {
            String timepoint = "";
            for (JsonNode extension : observation.at("/extension")) {
                for (JsonNode inner : extension.path("extension")) {
                    timepoint = inner.path("url").asText().equals("tpt")
                            ? inner.path("valueString").asText()
                            : timepoint;
                }
            }
            return subject() + " " + timepoint + " "
                    + observation.at("/valueQuantity/value").asText();
        }

        String subject() {
            return observation.at("/subject/identifier/value").asText();
        }

        /** {@code subject accession value unit status}, which tells results of a {@link LabTable} apart. */
        String sample() {
            return String.join(
                    " ",
                    subject(),
                    observation.at("/contained/0/accessionIdentifier/value").asText(),
                    observation.at("/valueQuantity/value").asText(),
                    observation.at("/valueQuantity/code").asText(),
                    observation.path("status").asText());
        }

        String header(String name) {
            return new String(record.headers().lastHeader(name).value(), UTF_8);
        }
    }

    /** The configuration of a hub with a broker of its own. */
    static HubConfig embedded(Path folder) {
        return configuration(folder, new HubConfig.Kafka(Optional.empty(), 0, Map.of()), "assay");
    }

    /** The configuration of a hub with a broker and with mappings of its own. */
    static HubConfig embedded(Path folder, Path mappings) {
        HubConfig ordinary = embedded(folder);
        return new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                mappings,
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                ordinary.intake(),
                ordinary.ledger());
    }

    /** The configuration of a hub with a broker of its own that takes messages over MLLP. */
    static HubConfig listening(Path folder, MllpConfig mllp) {
        return listening(
                folder, new HubConfig.Intake(QUIET, Optional.of(mllp), Optional.empty(), List.of(), List.of()));
    }

    /** The configuration of a hub with a broker of its own that takes messages of analysers. */
    static HubConfig listening(Path folder, AstmConfig astm) {
        return listening(
                folder, new HubConfig.Intake(QUIET, Optional.empty(), Optional.of(astm), List.of(), List.of()));
    }

    private static HubConfig listening(Path folder, HubConfig.Intake intake) {
        HubConfig ordinary = embedded(folder);
        return new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                ordinary.mappings(),
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                intake,
                ordinary.ledger());
    }

    /** The configuration of a hub with a broker of its own that answers HTTP. */
    static HubConfig answering(Path folder, HttpConfig http) {
        HubConfig ordinary = embedded(folder);
        return new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                ordinary.mappings(),
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                ordinary.intake(),
                ordinary.ledger(),
                Optional.of(http));
    }

    /** The configuration of a hub with a broker and mappings of its own whose console knows these accounts. */
    static HubConfig showing(Path folder, Path mappings, AccessConfig access) {
        HubConfig ordinary = embedded(folder, mappings);
        return new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                ordinary.mappings(),
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                ordinary.intake(),
                ordinary.ledger(),
                Optional.of(new HttpConfig("127.0.0.1", 0, Optional.empty(), List.of(), HttpConfig.DEFAULT.limits())),
                access);
    }

    /** The configuration of a hub with a broker and mappings of its own that answers no HTTP and tells alarms. */
    static HubConfig alarming(Path folder, Path mappings, AlarmConfig alarms) {
        HubConfig ordinary = embedded(folder, mappings);
        return new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                ordinary.mappings(),
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                ordinary.intake(),
                ordinary.ledger(),
                Optional.empty(),
                AccessConfig.DEFAULT,
                Optional.of(alarms));
    }

    /** The configuration of a hub on a broker that somebody else runs. */
    static HubConfig external(Path folder, String bootstrapServers, String prefix, Map<String, String> properties) {
        return configuration(folder, new HubConfig.Kafka(Optional.of(bootstrapServers), 0, properties), prefix);
    }

    private static HubConfig configuration(Path folder, HubConfig.Kafka kafka, String prefix) {
        HubConfig defaults = HubConfig.defaults(Home.folder());
        return new HubConfig(
                defaults.instance(),
                folder,
                defaults.mappings(),
                defaults.routes(),
                defaults.fhirBase(),
                kafka,
                new HubConfig.Topics(prefix, PARTITIONS, 1),
                new HubConfig.Intake(QUIET),
                defaults.ledger());
    }

    /** Starts a hub and returns when its ledger takes records. */
    static TestHub start(HubConfig config, Clock clock) {
        TestHub started = new TestHub(Hub.start(config, clock));
        Delivered.await().until(started.hub::isReady);
        return started;
    }

    Hub hub() {
        return hub;
    }

    Path inbox(String feed) {
        return hub.folders().inbox().resolve(feed);
    }

    Path done(String feed) {
        return hub.config().data().resolve("done").resolve(feed);
    }

    Path refused(String feed) {
        return hub.config().data().resolve("refused").resolve(feed);
    }

    Path claimed(String feed) {
        return hub.config().data().resolve("claimed").resolve(feed);
    }

    /** Puts a file into a drop folder as a sender should: under a temporary name, then renamed. */
    Path drop(String feed, String name, byte[] bytes) {
        Path folder = inbox(feed);
        try {
            Files.createDirectories(folder);
            Path part = Files.write(folder.resolve(name + ".part"), bytes);
            return Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a file that is not refused and waits for its receipt. */
    Delivered deliver(String feed, String name, byte[] bytes) {
        int before = Delivered.in(done(feed), name).size();
        drop(feed, name, bytes);
        return Delivered.await(done(feed), name, before + 1).get(before);
    }

    /** The receipt as it lies beside a file that was delivered once. */
    Receipt receipt(String feed, String name) {
        return Delivered.await(done(feed), name, 1).get(0).receipt();
    }

    /** Registers the table's subjects, drops it into {@code sdtm-pc} and waits until it is done. */
    Delivered deliver(String name, PcTable table) {
        int before = Delivered.in(done("sdtm-pc"), name).size();
        register(table);
        drop("sdtm-pc", name, table.bytes());
        return Delivered.await(done("sdtm-pc"), name, before + 1).get(before);
    }

    /**
     * Registers subjects, all of whose results are taken; returns when the ledger knows them.
     *
     * @param subjects canonical numbers
     */
    void register(String study, Collection<String> subjects) {
        Registered.all(hub.kafka().properties(), hub.config().topics().prefix(), study, subjects);
    }

    /** Registers a subject, all of whose results are taken, with an arm; returns when the ledger knows it. */
    void registerInArm(String study, String subject, String arm) {
        SubjectRecord record = new SubjectRecord(
                study, subject, null, subject, "on-study", SubjectRecord.Accepts.ALL, null, null, arm, null, null, 0);
        Registered.all(hub.kafka().properties(), hub.config().topics().prefix(), List.of(record));
    }

    /** Registers every subject that a table has results of. */
    void register(PcTable table) {
        table.subjects().forEach(this::register);
    }

    /** What a topic holds that is committed. */
    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        new TopicReader(hub.kafka().properties())
                .readAll(topic, hub.config().topics().prefix(), all::add);
        return all;
    }

    /** The versions of a study's results on a topic, in each partition as published. */
    List<Published> published(Topic topic, String study) {
        String system = "/sid/" + study + "/subject\"";
        return records(topic).stream()
                .filter(record -> new String(record.value(), UTF_8).contains(system))
                .map(record -> new Published(record, parse(record.value())))
                .toList();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return DIGITS.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hub.close();
    }
}
