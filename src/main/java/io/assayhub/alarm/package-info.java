/**
 * The hub's own alarms: what the rules of {@code deploy/prometheus} watch from outside, watched by the hub itself and posted to
 * a receiver, for a site that runs no Prometheus. Figures of the index and of the instance go in; rules say which conditions
 * hold; each condition has a state of its own that it leaves only after some time, so that nobody is woken by what comes and
 * goes. Nothing of a subject, a result or a file leaves the hub here: names of feeds, words of closed lists, counts, times.
 *
 * <p>Every instance looks at the same topics, so that each tells the same alarms, with the same ids where the figures are of
 * the topics. State is kept in memory: after a start what still holds is raised again, with the id that it had.
 */
package io.assayhub.alarm;
