/**
 * The ledger on Kafka Streams: loads state, asks the rules of {@link io.assayhub.ledger}, stores and publishes, all in one
 * transaction ({@code exactly_once_v2}). The only package that knows Kafka Streams.
 */
package io.assayhub.ledger.streams;
