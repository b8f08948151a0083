package io.assayhub.index;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next names the place where the next page begins; empty on the last one
 */
public record Page<T>(List<T> rows, Optional<String> next) {
    /** Rows of a page, whatever the list. */
    public static final int SIZE = 50;

    public Page {
        rows = List.copyOf(rows);
    }
}
