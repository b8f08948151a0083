/**
 * The records that travel on Kafka: topics, keys, headers and JSON, with one codec for each. Topic names and header names
 * stand here and nowhere else.
 */
package io.assayhub.wire;
