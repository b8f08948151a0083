/**
 * The operators' commands: what waits, what was rejected, decisions about it, where a result came from, and whether the
 * books agree. Every command reads the hub's topics alone, committed records only, up to their end when it began, and
 * never asks a running ledger; {@link io.assayhub.ops.OpsCommands} puts them on the command line.
 *
 * <p>{@link io.assayhub.ops.BooksRules}, {@link io.assayhub.ops.TopicRules} and {@link io.assayhub.ops.AccessRules} are
 * pure. What a command prints may hold pseudonymous subject numbers, and {@code trace} prints source lines as sent: both go
 * to the operator's terminal and never to the log.
 */
package io.assayhub.ops;
