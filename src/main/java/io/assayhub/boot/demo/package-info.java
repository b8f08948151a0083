/**
 * The demonstration study: made by a seeded generator, sent as laboratories send their files, and read back.
 *
 * <p>Everything in here is synthetic. The study carries the code and the published shape of P003 (21 subjects, five
 * dose levels, 119 injections), because that shape holds what a hub must tolerate: injections that never happened,
 * samples never drawn, low doses that nobody can measure. Every number a laboratory would have measured is invented and
 * labelled so; none is the trial's.
 *
 * <p>{@link io.assayhub.boot.demo.SyntheticStudy} holds the truth, {@link io.assayhub.boot.demo.LabFiles} writes it the
 * way three laboratories would, {@link io.assayhub.boot.demo.StoryFiles} lets happen to the files what happens to files,
 * and {@link io.assayhub.boot.demo.DoseLevelSummary} works out the same few figures from the truth and from published
 * Observations alone. Nothing of this reads a clock, a time zone or a default locale, so a seed gives the same bytes on
 * every machine.
 *
 * <p>{@link io.assayhub.boot.demo.Story} tells it. Its hub is a process of its own
 * ({@link io.assayhub.boot.demo.DemoHub}) and is met only as those outside meet it: files in drop folders, Bundles on the
 * EDC's topic, the operators' commands, topics read with {@code read_committed}. What each step has to come to is worked
 * out from the files beforehand and checked ({@link io.assayhub.boot.demo.Narration}).
 */
package io.assayhub.boot.demo;
