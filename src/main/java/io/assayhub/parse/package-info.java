/**
 * Frames a laboratory's delimited text straight off bytes: every physical line ends up in exactly one row, refused row,
 * blank line or skipped line, and the counts are this package's own, so that a parser under audit does not audit itself.
 *
 * <p>{@link io.assayhub.parse.CsvFramer} is the way in. A row that cannot be framed is a value
 * ({@link io.assayhub.parse.RefusedRow}), never an exception; only the underlying stream's {@link java.io.IOException}
 * comes through. Nothing here knows what a column means, trims a field, or keeps cell content in a message. The package
 * needs the JDK alone.
 */
package io.assayhub.parse;
