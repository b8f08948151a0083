package io.assayhub.ledger.streams;

import io.assayhub.ledger.TopicSet;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which bit of a {@link TopicSet} stands for which consumer topic. Stored with every result: append only. */
final class TopicBits {
    /** Position is bit. */
    private static final List<Topic> BY_BIT =
            List.of(Topic.PK, Topic.IMMUNOGENICITY, Topic.CELLULAR, Topic.SAFETY, Topic.OBSERVATIONS);

    /** The topics of every set, at the set's bits. */
    private static final List<List<Topic>> TOPICS =
            IntStream.range(0, 1 << BY_BIT.size()).mapToObj(TopicBits::topicsOf).toList();

    private static final List<String> SUFFIXES = TOPICS.stream()
            .map(topics -> topics.stream().map(Topic::suffix).collect(Collectors.joining(",")))
            .toList();

    /** What a blinded feed is kept from. */
    static final TopicSet UNBLINDED_ONLY = set(List.of(Topic.SAFETY, Topic.OBSERVATIONS));

    /** Readers of the safety topic alone. */
    static final TopicSet SAFETY = set(List.of(Topic.SAFETY));

    private TopicBits() {}

    /** The names of these topics, separated by commas. */
    static String suffixes(TopicSet set) {
        return SUFFIXES.get(set.bits());
    }

    /** The set of these consumer topics. */
    static TopicSet set(List<Topic> topics) {
        TopicSet set = new TopicSet(0);
        for (Topic topic : topics) {
            int bit = BY_BIT.indexOf(topic);
            if (bit < 0) {
                throw new IllegalArgumentException("not a consumer topic of the ledger");
            }
            set = set.union(TopicSet.of(bit));
        }
        return set;
    }

    /** The topics of this set, in the order of their bits. */
    static List<Topic> topics(TopicSet set) {
        return TOPICS.get(set.bits());
    }

    private static List<Topic> topicsOf(int bits) {
        return IntStream.range(0, BY_BIT.size())
                .filter(new TopicSet(bits)::contains)
                .mapToObj(BY_BIT::get)
                .toList();
    }
}
