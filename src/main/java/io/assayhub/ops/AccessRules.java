package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the shell script that creates the topics and gives each principal what it needs and no more. Pure. */
final class AccessRules {
    /** One kind of client. */
    private record Client(String name, String what, List<Topic> reads, List<Topic> writes) {
        private String variable() {
            return name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
        }
    }

    private static final List<Client> CLIENTS = List.of(
            new Client(
                    "edc",
                    "writes registrations, reads Observations",
                    List.of(Topic.OBSERVATIONS),
                    List.of(Topic.REGISTRATIONS)),
            new Client("pk-service", "reads concentrations", List.of(Topic.PK), List.of()),
            new Client("safety-service", "reads what concerns safety", List.of(Topic.SAFETY), List.of()),
            new Client(
                    "biomarker",
                    "reads cellular and immunogenicity results",
                    List.of(Topic.CELLULAR, Topic.IMMUNOGENICITY),
                    List.of()),
            new Client("auditor", "reads the audit and the receipts", List.of(Topic.AUDIT, Topic.RECEIPTS), List.of()),
            new Client(
                    "operator",
                    "sees what waits, what was rejected and the receipts, and gives commands",
                    List.of(Topic.HELD, Topic.REJECTED, Topic.RECEIPTS, Topic.AUDIT, Topic.COMMANDS),
                    List.of(Topic.COMMANDS)));

    private AccessRules() {}

    /** The script for these topics; principals and servers are variables of the shell with defaults. */
    static String script(HubConfig.Topics shape) {
        StringBuilder out = new StringBuilder();
        out.append("""
                #!/bin/sh
                # Topics and access rights of Assay Hub, written by: ./hub topics --acl FILE
                # Run it with Kafka's bin folder on the PATH, as a principal that may alter the cluster:
                #   BOOTSTRAP=broker-1:9093 ADMIN=admin.properties sh deploy/topics-and-acls.sh
                # ADMIN is a file of client properties. A principal is changed by setting its variable, as in HUB=User:CN=hub.
                # Whoever runs ./hub books or ./hub trace reads all topics, the source among them: run those as the hub.
                set -eu
                : "${BOOTSTRAP:?say where Kafka is, host:port}"
                : "${ADMIN:?name a file of client properties}"
                """);
        out.append("HUB=${HUB:-User:hub}\n");
        for (Client client : CLIENTS) {
            out.append(client.variable())
                    .append("=${")
                    .append(client.variable())
                    .append(":-User:")
                    .append(client.name)
                    .append("}\n");
        }
        out.append("""

                topic() {
                  kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN" --create --if-not-exists --topic "$@"
                }
                allow() {
                  kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN" --add --allow-principal "$@"
                }

                """);
        topics(shape, out);
        hub(shape.prefix(), out);
        for (Client client : CLIENTS) {
            client(client, shape.prefix(), out);
        }
        return out.toString();
    }

    private static void topics(HubConfig.Topics shape, StringBuilder out) {
        for (Topic topic : Topic.values()) {
            out.append("topic ").append(topic.name(shape.prefix()));
            out.append(" --partitions ").append(shape.partitions());
            out.append(" --replication-factor ").append(shape.replication());
            Map<String, String> settings = new TreeMap<>(topic.settings());
            if (shape.replication() >= 3) {
                settings.put("min.insync.replicas", "2");
            }
            settings.forEach((name, value) ->
                    out.append(" --config ").append(name).append('=').append(value));
            out.append('\n');
        }
    }

    private static void hub(String prefix, StringBuilder out) {
        out.append("\n# hub: everything under the prefix, its ledger's own topics, groups and transactions among it\n");
        String pattern = " --resource-pattern-type prefixed";
        out.append("allow \"$HUB\" --operation All --topic ")
                .append(prefix)
                .append('.')
                .append(pattern)
                .append('\n');
        out.append("allow \"$HUB\" --operation All --topic ")
                .append(prefix)
                .append('-')
                .append(pattern)
                .append('\n');
        out.append("allow \"$HUB\" --operation All --group ")
                .append(prefix)
                .append(pattern)
                .append('\n');
        out.append("allow \"$HUB\" --operation All --transactional-id ")
                .append(prefix)
                .append('-')
                .append(pattern)
                .append('\n');
        out.append("allow \"$HUB\" --operation IdempotentWrite --cluster\n");
    }

    private static void client(Client client, String prefix, StringBuilder out) {
        String principal = "allow \"$" + client.variable() + "\"";
        out.append("\n# ").append(client.name).append(": ").append(client.what).append('\n');
        for (Topic topic : client.reads) {
            out.append(principal)
                    .append(" --operation Read --operation Describe --topic ")
                    .append(topic.name(prefix))
                    .append('\n');
        }
        for (Topic topic : client.writes) {
            out.append(principal)
                    .append(" --operation Write --operation Describe --topic ")
                    .append(topic.name(prefix))
                    .append('\n');
        }
        out.append(principal)
                .append(" --operation Read --group ")
                .append(client.name)
                .append(" --resource-pattern-type prefixed\n");
    }
}
