package io.assayhub.registry;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the topic of specimens holds of one list, and what a newer file of it changes. Used for one file. */
public final class SpecimenTable {
    /** Specimens of one list at most, so that it can be compared with the former one in memory. */
    public static final int MOST = 200_000;

    private final String list;
    private final Map<String, Hash128> known = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private OptionalLong asOf = OptionalLong.empty();

    public SpecimenTable(String list) {
        this.list = list;
    }

    /** What a row of a newer file is to the list. */
    public enum Outcome {
        ADDED,
        CHANGED,
        UNCHANGED,
        /** Stands in the file twice. */
        TWICE
    }

    /** Takes a record of the topic; those of other lists are passed over. */
    public void put(byte[] key, byte[] value) {
        if (!SpecimenRecord.listOf(key).equals(list)) {
            return;
        }
        if (SpecimenRecord.isListing(key)) {
            asOf = value == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Listing.fromJson(value).asOf());
        } else if (value == null) {
            known.remove(text(key));
        } else {
            known.put(text(key), hash(value));
        }
    }

    /** Whether the topic holds a newer list than one of this time. */
    public boolean isNewerThan(long arrived) {
        return asOf.isPresent() && asOf.getAsLong() > arrived;
    }

    /** Why a row of the file cannot be a specimen of it, or empty: before anything of the file is written. */
    public Optional<ErrorCode> refuse(SpecimenRecord specimen) {
        return seen.add(specimen.key()) ? Optional.empty() : Optional.of(ErrorCode.SPECIMEN_TWICE);
    }

    /** Specimens that the file has, by {@link #refuse}. */
    public int size() {
        return seen.size();
    }

    /** Begins to lay the file on the list. */
    public void begin() {
        seen.clear();
    }

    /** What the next specimen of the file changes. */
    public Outcome lay(SpecimenRecord specimen, byte[] value) {
        if (!seen.add(specimen.key())) {
            return Outcome.TWICE;
        }
        Hash128 before = known.remove(specimen.key());
        if (before == null) {
            return Outcome.ADDED;
        }
        return before.equals(hash(value)) ? Outcome.UNCHANGED : Outcome.CHANGED;
    }

    /** Keys of what the list had and the file, laid on it to its end, does not have. */
    public Collection<String> left() {
        return known.keySet();
    }

    private static Hash128 hash(byte[] value) {
        return Hash128.ofSha256(value, 0, value.length);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.US_ASCII);
    }
}
