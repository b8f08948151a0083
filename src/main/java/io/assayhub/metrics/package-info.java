/**
 * What a machine asks a hub: figures for Prometheus at {@code /observe/metrics}, and whether it lives and may be sent work at
 * {@code /observe/health}. Labels are names of feeds, codes, routes, topics and words of closed lists, never anything of a
 * transfer or a subject. Figures of results come from the index, so that they are those of the books; each instance that
 * serves pages tells all of them.
 */
package io.assayhub.metrics;
