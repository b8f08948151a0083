package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import java.util.ArrayList;
import java.util.List;

/** What the compiled feeds of a catalog would write for results that nobody has sent: the material to prove them with. */
public final class MappingProof {
    private MappingProof() {}

    /**
     * One made-up Observation.
     *
     * @param observation name of the Observation file that wrote it
     * @param what is special about the result
     * @param json complete: the ledger's holes are filled as a first version has them
     */
    public record Made(String feed, String observation, String what, byte[] json) {}

    /** Every branch of every Observation file that a feed names, in a fixed order. */
    public static List<Made> observations(CompiledFeed feed) {
        List<Made> made = new ArrayList<>();
        ObservationBuffer buffer = new ObservationBuffer();
        for (FeedConfig.ResultRule rule : feed.config().results()) {
            for (ResultGenerator.Generated generated : feed.madeUp(rule)) {
                buffer.start(true);
                feed.template(rule).write(generated.result(), buffer);
                made.add(new Made(feed.name().value(), rule.observation(), generated.what(), buffer.copy()));
            }
        }
        return made;
    }
}
