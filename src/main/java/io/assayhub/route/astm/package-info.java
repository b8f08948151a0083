/**
 * Messages over ASTM E1381 (CLSI LIS01-A2) on TCP: a frame that ends a message is acknowledged only when Kafka has acknowledged
 * all that the message became.
 */
package io.assayhub.route.astm;
