package io.assayhub.index;

/** What somebody may see. */
public enum Viewer {
    /** Everything. */
    UNBLINDED,
    /** All but the results, transfers, rejects and waiting matters of feeds that are blinded. */
    BLINDED;

    /** A condition on a column that holds a feed's name. */
    String mayWith(String column) {
        return switch (this) {
            case UNBLINDED -> "1";
            case BLINDED -> "coalesce(" + column + ", '') NOT IN (SELECT feed FROM blinded)";
        };
    }
}
