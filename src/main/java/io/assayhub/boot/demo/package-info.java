/**
 * The demonstration study: made by a seeded generator, sent as laboratories send their files, and read back.
 *
 * <p>Everything in here is synthetic. The study carries the code and the published shape of P003 (21 subjects, five
 * dose levels, 119 injections), because that shape holds what a hub must tolerate: injections that never happened,
 * samples never drawn, low doses that nobody can measure. Every number a laboratory would have measured is invented and
 * labelled so; none is the trial's.
 *
 * <p>{@link io.assayhub.boot.demo.SyntheticStudy} holds the truth, {@link io.assayhub.boot.demo.LabFiles} writes it the
 * way three laboratories would, and {@link io.assayhub.boot.demo.DoseLevelSummary} works out the same few figures from
 * the truth and from published Observations alone. Nothing in here reads a clock, a time zone or a default locale, so a
 * seed gives the same bytes on every machine.
 */
package io.assayhub.boot.demo;
