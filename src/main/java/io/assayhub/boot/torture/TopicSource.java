package io.assayhub.boot.torture;

import io.assayhub.wire.Topic;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic of the hub from its beginning to what is committed now. */
public interface TopicSource {
    void readAll(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> sink);
}
