package io.assayhub.parse;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a text a table stands. A pattern has to match a whole physical line, without the blanks at its ends.
 *
 * @param skip physical lines above the header, blank ones included; with a pattern, above the first line that may be it
 * @param header the header is the first line that matches, at most {@link #SEARCHED} lines down; empty: the next row
 * @param end the table ends above the first row that matches; empty: with the text
 */
public record TableExtent(int skip, Optional<Pattern> header, Optional<Pattern> end) {
    /** How many lines a header is looked for in. */
    public static final int SEARCHED = 1000;
}
