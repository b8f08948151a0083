/**
 * How transfers reach Kafka: the beans that the Camel routes in {@code routes/} call. A sender is acknowledged only when
 * Kafka has acknowledged everything; until then the transfer stays where it can be taken again.
 */
package io.assayhub.route;
