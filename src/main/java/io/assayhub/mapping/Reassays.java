package io.assayhub.mapping;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;

/** How many rows of each result a transfer marks as the reported one, where a sample may have been assayed again. */
final class Reassays {
    /** What becomes of one of the rows of a result. */
    enum Choice {
        /** It is the reported one. */
        TAKEN,
        /** Another one is. */
        LEFT_OUT,
        /** None of the rows is marked. */
        NONE_REPORTED,
        /** More than one is marked. */
        SEVERAL_REPORTED
    }

    /** 0, 1, or 2 for more. */
    private final HashMarks marked = new HashMarks();

    /** Counts a row; one more result than can be held is left out, see {@link #tooMany()}. */
    void add(ObservationId id, boolean reported) {
        Hash128 key = Hash128.parse(id.value());
        int marks = marked.get(key);
        marked.put(key, (byte) (reported && marks < 2 ? marks + 1 : marks));
    }

    boolean tooMany() {
        return marked.tooMany();
    }

    /** What becomes of a row whose result was added. */
    Choice choose(ObservationId id, boolean reported) {
        int marks = marked.get(Hash128.parse(id.value()));
        if (marks == 0) {
            return Choice.NONE_REPORTED;
        }
        if (!reported) {
            return Choice.LEFT_OUT;
        }
        return marks == 1 ? Choice.TAKEN : Choice.SEVERAL_REPORTED;
    }
}
