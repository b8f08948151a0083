package io.assayhub.route;

import io.assayhub.config.SubjectRules;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.registry.BundleParser;
import io.assayhub.registry.SubjectChange;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route of registrations does with a record of the EDC; its offset is committed when all is acknowledged. */
public final class IntakeSubjects {
    /** The feed that rejects of registrations name. */
    static final String FEED = "registrations";

    private static final Logger LOG = LoggerFactory.getLogger(IntakeSubjects.class);

    private final SubjectIntake intake;
    private final BundleParser parser;

    public IntakeSubjects(SubjectIntake intake, SubjectRules rules) {
        this.intake = intake;
        this.parser = new BundleParser(rules);
    }

    /** Takes one record. */
    public void take(Exchange exchange) throws IntakeException, IOException {
        byte[] value = exchange.getMessage().getBody(byte[].class);
        long arrived = header(exchange, KafkaConstants.TIMESTAMP);
        String origin = exchange.getMessage().getHeader(KafkaConstants.PARTITION, String.class) + "/"
                + header(exchange, KafkaConstants.OFFSET);
        take(value, arrived, origin);
        exchange.getMessage()
                .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                .commit();
    }

    private static long header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, Long.class);
    }

    /** @param origin partition and offset, so that the same record taken again has the same rejects */
    void take(byte[] value, long arrived, String origin) throws IntakeException, IOException {
        BundleParser.Parsed parsed = parser.parse(value, arrived);
        byte[] bytes = value == null ? new byte[0] : value;
        String sha256 = Hash128.ofSha256(bytes, 0, bytes.length).hex();
        TransferId transfer = new TransferId(
                Hash128.ofSha256(String.join("\u001f", FEED, origin, sha256)).hex());
        int[] rejected = {parsed.problems().size()};
        int written = intake.take(transfer, FEED, batch -> {
            for (Rejected problem : parsed.problems()) {
                batch.reject(problem);
            }
            for (Map.Entry<String, Integer> element : parsed.identifying().entrySet()) {
                batch.reject(identifying(element.getKey(), "It came " + times(element.getValue()) + "."));
            }
            for (SubjectChange change : parsed.changes()) {
                for (Rejected problem : batch.apply(change).problems()) {
                    batch.reject(problem);
                    rejected[0]++;
                }
            }
        });
        if (!parsed.identifying().isEmpty()) {
            warnOfIdentifyingData(FEED, transfer, parsed.identifying().keySet());
        }
        LOG.atInfo()
                .addKeyValue("transfer", transfer)
                .addKeyValue("changes", parsed.changes().size())
                .addKeyValue("written", written)
                .addKeyValue("rejected", rejected[0])
                .log("Registrations were taken in");
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    /** The reject that tells of an element or column which identifies a person: its name, from a closed list. */
    static Rejected identifying(String element, String detail) {
        return new Rejected(ErrorCode.IDENTIFYING_DATA, new Location(0, 0, element), element, detail, null);
    }

    /** @param elements their names */
    static void warnOfIdentifyingData(String feed, TransferId transfer, Collection<String> elements) {
        LOG.atWarn()
                .addKeyValue("feed", feed)
                .addKeyValue("transfer", transfer)
                .addKeyValue("elements", String.join(", ", new TreeSet<>(elements)))
                .log("Identifying data came with a registration and was dropped");
    }
}
