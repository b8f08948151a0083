package io.assayhub.route;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what senders were answered since the start, by the way their deliveries came. */
public final class AnswerCounts implements IntakeWatch {
    /** What a sender learns of a delivery. */
    public enum Answer {
        /** All of it is stored. */
        ACCEPTED,
        /** Nothing of it is published, and its receipt says why. */
        REFUSED,
        /** It could not be stored, and has to come again. */
        UNAVAILABLE;

        /** The word in figures. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Transport, Map<Answer, LongAdder>> counts = new EnumMap<>(Transport.class);

    /** All zero. */
    public AnswerCounts() {
        for (Transport transport : Transport.values()) {
            Map<Answer, LongAdder> answers = new EnumMap<>(Answer.class);
            for (Answer answer : Answer.values()) {
                answers.put(answer, new LongAdder());
            }
            counts.put(transport, answers);
        }
    }

    @Override
    public void taken(Transport transport, Taken taken, Duration took) {
        add(transport, taken.manifest().refusal() == null ? Answer.ACCEPTED : Answer.REFUSED);
    }

    @Override
    public void failed(Transport transport) {
        add(transport, Answer.UNAVAILABLE);
    }

    private void add(Transport transport, Answer answer) {
        counts.get(transport).get(answer).increment();
    }

    /** How many deliveries of this transport were answered so. */
    public long count(Transport transport, Answer answer) {
        return counts.get(transport).get(answer).sum();
    }
}
