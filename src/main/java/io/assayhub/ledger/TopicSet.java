package io.assayhub.ledger;

/**
 * The topics a result goes to, one bit each; what bit stands for what topic is fixed by the package that publishes.
 *
 * @param bits bit n set: topic n is in
 */
public record TopicSet(int bits) {
    /** The set of exactly this topic, 0 to 31. */
    public static TopicSet of(int topic) {
        return new TopicSet(1 << topic);
    }

    /** Whether this topic is in. */
    public boolean contains(int topic) {
        return (bits & 1 << topic) != 0;
    }

    /** This set without the other's topics. */
    public TopicSet minus(TopicSet other) {
        return new TopicSet(bits & ~other.bits);
    }

    /** The topics that are in both. */
    public TopicSet intersect(TopicSet other) {
        return new TopicSet(bits & other.bits);
    }

    /** Whether no topic is in. */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** All topics of both sets. */
    public TopicSet union(TopicSet other) {
        return new TopicSet(bits | other.bits);
    }
}
