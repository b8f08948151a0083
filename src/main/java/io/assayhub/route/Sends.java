package io.assayhub.route;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes one attempt's records on their way to Kafka, in their order. */
interface Sends {
    /**
     * Hands a record over; whether it was acknowledged is known later.
     *
     * @throws IntakeException if the attempt has failed; nothing more of it is sent then
     */
    void send(ProducerRecord<byte[], byte[]> record) throws IntakeException;
}
