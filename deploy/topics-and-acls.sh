#!/bin/sh
# Topics and access rights of Assay Hub, written by: ./hub topics --acl FILE
# Run it with Kafka's bin folder on the PATH, as a principal that may alter the cluster:
#   BOOTSTRAP=broker-1:9093 ADMIN=admin.properties sh deploy/topics-and-acls.sh
# ADMIN is a file of client properties. A principal is changed by setting its variable, as in HUB=User:CN=hub.
# Whoever runs ./hub books or ./hub trace reads all topics, the source among them: run those as the hub.
set -eu
: "${BOOTSTRAP:?say where Kafka is, host:port}"
: "${ADMIN:?name a file of client properties}"
HUB=${HUB:-User:hub}
EDC=${EDC:-User:edc}
PK_SERVICE=${PK_SERVICE:-User:pk-service}
SAFETY_SERVICE=${SAFETY_SERVICE:-User:safety-service}
BIOMARKER=${BIOMARKER:-User:biomarker}
AUDITOR=${AUDITOR:-User:auditor}
OPERATOR=${OPERATOR:-User:operator}

topic() {
  kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN" --create --if-not-exists --topic "$@"
}
allow() {
  kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$ADMIN" --add --allow-principal "$@"
}

topic assay.source --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=-1
topic assay.normalised --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=2592000000
topic assay.rejected --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=-1
topic assay.registrations --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=604800000
topic assay.subjects --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.insync.replicas=2
topic assay.specimens --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.insync.replicas=2
topic assay.commands --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=-1
topic assay.held --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.insync.replicas=2
topic assay.audit --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=-1
topic assay.clearing --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 --config retention.ms=604800000
topic assay.receipts --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.insync.replicas=2
topic assay.instances --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.insync.replicas=2
topic assay.pk --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.compaction.lag.ms=2592000000 --config min.insync.replicas=2
topic assay.immunogenicity --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.compaction.lag.ms=2592000000 --config min.insync.replicas=2
topic assay.cellular --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.compaction.lag.ms=2592000000 --config min.insync.replicas=2
topic assay.safety --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.compaction.lag.ms=2592000000 --config min.insync.replicas=2
topic assay.observations --partitions 6 --replication-factor 3 --config cleanup.policy=compact --config min.compaction.lag.ms=2592000000 --config min.insync.replicas=2

# hub: everything under the prefix, its ledger's own topics, groups and transactions among it
allow "$HUB" --operation All --topic assay. --resource-pattern-type prefixed
allow "$HUB" --operation All --topic assay- --resource-pattern-type prefixed
allow "$HUB" --operation All --group assay --resource-pattern-type prefixed
allow "$HUB" --operation All --transactional-id assay- --resource-pattern-type prefixed
allow "$HUB" --operation IdempotentWrite --cluster

# edc: writes registrations, reads Observations
allow "$EDC" --operation Read --operation Describe --topic assay.observations
allow "$EDC" --operation Write --operation Describe --topic assay.registrations
allow "$EDC" --operation Read --group edc --resource-pattern-type prefixed

# pk-service: reads concentrations
allow "$PK_SERVICE" --operation Read --operation Describe --topic assay.pk
allow "$PK_SERVICE" --operation Read --group pk-service --resource-pattern-type prefixed

# safety-service: reads what concerns safety
allow "$SAFETY_SERVICE" --operation Read --operation Describe --topic assay.safety
allow "$SAFETY_SERVICE" --operation Read --group safety-service --resource-pattern-type prefixed

# biomarker: reads cellular and immunogenicity results
allow "$BIOMARKER" --operation Read --operation Describe --topic assay.cellular
allow "$BIOMARKER" --operation Read --operation Describe --topic assay.immunogenicity
allow "$BIOMARKER" --operation Read --group biomarker --resource-pattern-type prefixed

# auditor: reads the audit and the receipts
allow "$AUDITOR" --operation Read --operation Describe --topic assay.audit
allow "$AUDITOR" --operation Read --operation Describe --topic assay.receipts
allow "$AUDITOR" --operation Read --group auditor --resource-pattern-type prefixed

# operator: sees what waits, what was rejected and the receipts, and gives commands
allow "$OPERATOR" --operation Read --operation Describe --topic assay.held
allow "$OPERATOR" --operation Read --operation Describe --topic assay.rejected
allow "$OPERATOR" --operation Read --operation Describe --topic assay.receipts
allow "$OPERATOR" --operation Read --operation Describe --topic assay.audit
allow "$OPERATOR" --operation Read --operation Describe --topic assay.commands
allow "$OPERATOR" --operation Write --operation Describe --topic assay.commands
allow "$OPERATOR" --operation Read --group operator --resource-pattern-type prefixed
