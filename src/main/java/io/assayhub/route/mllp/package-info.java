/**
 * HL7 v2 messages over MLLP (HL7 v2.5.1, appendix C; "Minimal Lower Layer Protocol"): each is acknowledged in the order of
 * its arrival, and only when Kafka has acknowledged all that it became.
 */
package io.assayhub.route.mllp;
