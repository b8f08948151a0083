package io.assayhub.index;

import io.assayhub.wire.Topic;

/** Gives single records back from Kafka. */
public interface RecordSource {
    /**
     * The value of a record.
     *
     * @return null if it is gone, or does not come in time
     */
    byte[] value(Topic topic, int partition, long offset);
}
