/**
 * What the ledger decides, as pure functions: whether a result is new, corrected, unchanged or stale, which version and
 * status it gets, and how the results of a transfer are counted. No clock, no Kafka, no bodies; depends on the model only.
 */
package io.assayhub.ledger;
