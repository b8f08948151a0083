package io.assayhub.wire;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a transfer's feed states and the ledger has to know with each of its results. */
public enum Flag {
    /** The feed has limits: what would change consumers' view waits for the transfer's verdict. */
    GATED("gated"),
    /** The feed is blinded: nothing goes to {@code observations} and {@code safety} before unblinding. */
    BLINDED("blinded"),
    /** An approved replay: what the present mapping reads otherwise is published. */
    REPLAY("replay"),
    /** A correction or withdrawal of a result that never came is accepted. */
    ORPHANS("orphans");

    private final String text;

    Flag(String text) {
        this.text = text;
    }

    /** The form of the header {@link HeaderName#FLAGS}; empty for none. */
    public static String header(Set<Flag> flags) {
        return flags.stream().sorted().map(f -> f.text).collect(Collectors.joining(","));
    }

    /** Reads what {@link #header} wrote. */
    public static Set<Flag> parse(String header) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String text : header.isEmpty() ? new String[0] : header.split(",")) {
            flags.add(Arrays.stream(values())
                    .filter(f -> f.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no flag has this name")));
        }
        return flags;
    }
}
