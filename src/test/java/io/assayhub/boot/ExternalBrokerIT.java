package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub on a Kafka that is not its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ExternalBrokerIT {
    private static final String FEED = "sdtm-pc";

    @TempDir
    Path brokerFolder;

    @TempDir
    Path folder;

    @Test
    void startsNoBrokerAndPassesClientPropertiesOn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(brokerFolder, 0);
                TestHub hub = TestHub.start(
                        TestHub.external(folder, broker.bootstrapServers(), "own", Map.of("client.id", "site-7")),
                        Clock.systemUTC())) {
            hub.deliver("external.csv", new PcTable().row("EXTERNAL", "S-1", "T1", "1.5"));

            assertThat(hub.hub().bootstrapServers()).isEqualTo(broker.bootstrapServers());
            assertThat(folder.resolve("kafka")).doesNotExist();
            assertThat(hub.published(Topic.PK, "EXTERNAL"))
                    .extracting(Published::what)
                    .containsExactly("S-1 T1 1.5");
            assertThat(hub.records(Topic.PK).get(0).topic()).isEqualTo("own.pk");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertThat(members(admin, "own-ledger"))
                        .extracting(MemberDescription::clientId)
                        .isNotEmpty()
                        .allMatch(id -> id.startsWith("site-7"));
                assertThat(members(admin, "own-deliver-receipts-hub-1"))
                        .extracting(
                                MemberDescription::clientId,
                                member -> member.groupInstanceId().orElse("none"))
                        .as("a member that takes its place again after a kill")
                        .containsExactly(tuple("site-7", "hub-1"));
            }
        }
    }

    @Test
    void takesAFileAgainUntilABrokerThatWentAwayHasAcknowledgedAllOfIt() throws Exception {
        int rows = 20_000;
        EmbeddedBroker broker = EmbeddedBroker.start(brokerFolder, 0);
        String bootstrap = broker.bootstrapServers();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        // Intake gives up soon; the ledger, whose settings go by Streams' prefix, is as patient as ever.
        Map<String, String> impatient = Map.of(
                "delivery.timeout.ms", "4000",
                "request.timeout.ms", "2000",
                "max.block.ms", "4000",
                "producer.delivery.timeout.ms", "120000",
                "producer.request.timeout.ms", "30000",
                "producer.max.block.ms", "60000");
        try (LogWatch log = LogWatch.open();
                TestHub hub =
                        TestHub.start(TestHub.external(folder, bootstrap, "gone", impatient), Clock.systemUTC())) {
            Path part = hub.inbox(FEED).resolve("large.csv.part");
            PcTable.write(part, "GONE", rows / 100, 100);
            byte[] bytes = Files.readAllBytes(part);
            List<String> subjects = IntStream.rangeClosed(1, rows / 100)
                    .mapToObj(PcTable::subject)
                    .toList();
            hub.register("GONE", subjects);
            Files.move(part, part.resolveSibling("large.csv"));
            Delivered.await().until(() -> !Delivered.files(hub.claimed(FEED)).isEmpty());
            Delivered.await().until(() -> hub.records(Topic.NORMALISED).size() > 1_000);
            broker.close();
            Delivered.await()
                    .until(() ->
                            !log.with("A delivery failed and is tried again").isEmpty());
            assertThat(Delivered.files(hub.done(FEED))).isEmpty();

            broker = EmbeddedBroker.start(brokerFolder, port);
            Delivered delivered =
                    Delivered.await(hub.done(FEED), "large.csv", 1).get(0);

            assertThat(delivered.file()).hasBinaryContent(bytes);
            Receipt receipt = delivered.receipt();
            assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
            assertThat(receipt.balanced()).isTrue();
            assertThat(receipt.counts()).isEqualTo(Counts.of(rows, 0, 0, 0, 0, 0));
            Map<String, Integer> versions = new HashMap<>();
            hub.records(Topic.PK).forEach(record -> {
                String version =
                        new String(record.headers().lastHeader("ah_version").value(), UTF_8);
                versions.merge(new String(record.key(), UTF_8), Integer.parseInt(version), Integer::sum);
            });
            assertThat(versions).hasSize(rows);
            assertThat(versions.values()).as("one version 1 of each id").containsOnly(1);
            assertThat(Delivered.files(hub.inbox(FEED))).isEmpty();
            assertThat(log.complaints())
                    .as("a failed delivery is told in a line")
                    .noneMatch(line -> line.contains("org.apache.camel") && line.contains("\tat "));
        } finally {
            broker.close();
        }
    }

    private static Collection<MemberDescription> members(Admin admin, String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get()
                .members();
    }
}
