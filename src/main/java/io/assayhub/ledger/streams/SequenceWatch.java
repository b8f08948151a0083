package io.assayhub.ledger.streams;

import io.assayhub.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Knows which transfers of a feed with consecutive numbers have come, and which are missing between them. Pure.
 *
 * @param highest number that has come
 * @param missing numbers below it that have not, at most {@link #KEPT}, the latest
 */
record SequenceWatch(long highest, List<Long> missing) {
    /** A longer gap is shown by its last numbers. */
    static final int KEPT = 100;

    SequenceWatch {
        missing = List.copyOf(missing);
    }

    /** The watch after a number, the gaps that it shows, and the gap that it fills. */
    record Change(SequenceWatch watch, List<Long> opened, Optional<Long> filled) {
        Change {
            opened = List.copyOf(opened);
        }
    }

    /** Takes a number; the first of a feed opens no gap, for nobody knows where the numbers began. */
    static Change take(Optional<SequenceWatch> former, long number) {
        if (former.isEmpty()) {
            return new Change(new SequenceWatch(number, List.of()), List.of(), Optional.empty());
        }
        SequenceWatch watch = former.get();
        TreeSet<Long> left = new TreeSet<>(watch.missing);
        if (number <= watch.highest) {
            boolean filled = left.remove(number);
            return new Change(
                    new SequenceWatch(watch.highest, new ArrayList<>(left)),
                    List.of(),
                    filled ? Optional.of(number) : Optional.empty());
        }
        List<Long> opened = new ArrayList<>();
        for (long lacking = Math.max(watch.highest + 1, number - KEPT); lacking < number; lacking++) {
            opened.add(lacking);
            left.add(lacking);
        }
        while (left.size() > KEPT) {
            left.pollFirst();
        }
        return new Change(new SequenceWatch(number, new ArrayList<>(left)), opened, Optional.empty());
    }

    byte[] toJson() {
        return Json.bytes(this);
    }

    static SequenceWatch fromJson(byte[] json) {
        return Json.read(json, SequenceWatch.class);
    }
}
