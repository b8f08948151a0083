package io.assayhub.ops;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What every command is given: where the project lies, the time, and where to print.
 *
 * @param out what was asked for; in UTF-8
 * @param err what a person should know beside it
 */
public record Ops(Path home, Clock clock, PrintStream out, PrintStream err) {}
