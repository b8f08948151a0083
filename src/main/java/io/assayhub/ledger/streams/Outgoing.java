package io.assayhub.ledger.streams;

import io.assayhub.wire.Topic;

/**
 * A record on its way to a topic; key and headers travel beside it.
 *
 * @param partition where it goes, or {@link #BY_KEY}
 * @param value null for a tombstone
 */
record Outgoing(Topic topic, int partition, byte[] value) {
    /** The partition that Kafka's own partitioner gives the key. */
    static final int BY_KEY = -1;
}
