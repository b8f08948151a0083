package io.assayhub.console;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Meaning;
import java.util.Set;

/** What blinding hides beside the results of the feeds themselves. */
final class BlindingRules {
    private BlindingRules() {}

    /**
     * Whether the arms of a study's subjects are kept from those who may not see blinded feeds: if any feed is blinded that
     * may bring results of the study, whether it has brought some yet or not. An arm is a treatment, or half of it.
     *
     * @param blinded feeds that are blinded now
     */
    static boolean hidesArms(Set<String> blinded, MappingCatalog catalog, String study) {
        return blinded.stream()
                .anyMatch(feed -> catalog.feed(feed)
                        .map(compiled -> brings(compiled.config(), study))
                        .orElse(true));
    }

    /** A feed that reads the study from its rows may bring any. */
    private static boolean brings(FeedConfig feed, String study) {
        String only = feed.constants().get(Meaning.STUDY);
        return only == null || only.equals(study);
    }
}
