/**
 * What {@code ./hub bench} measures: a seeded table, the steps it goes through, and the Markdown table of the figures.
 * Each class takes what it needs as arguments, clients of Kafka included; {@code boot} starts the broker and puts the
 * steps in order.
 */
package io.assayhub.boot.bench;
