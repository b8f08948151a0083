package io.assayhub.ledger.streams;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the ledger's topology depends on. A change of prefix is another ledger.
 *
 * @param prefix of every topic, such as {@code assay}
 * @param partitions of every topic that is partitioned by subject
 * @param fhirBase absolute URI without a slash at the end, under which the hub's identifier systems live
 * @param source of the CloudEvents headers ({@code ce_source}), such as {@code urn:assayhub:assay}; a feed is appended
 * @param holdMaxAge how long a result may be held before that is raised
 */
public record LedgerConfig(String prefix, int partitions, String fhirBase, String source, Duration holdMaxAge) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}");
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&()*+,;=%-]+");

    public LedgerConfig {
        require(PREFIX, prefix, "the topic prefix is not letters, digits and . _ -");
        require(URI, fhirBase, "the FHIR base is not an absolute URI");
        require(URI, source, "the event source is not an absolute URI");
        if (fhirBase.endsWith("/") || source.endsWith("/")) {
            throw new IllegalArgumentException("the FHIR base and the event source end without a slash");
        }
        if (partitions < 1 || holdMaxAge.isNegative()) {
            throw new IllegalArgumentException("partitions or the age of holds out of range");
        }
    }

    private static void require(Pattern grammar, String value, String otherwise) {
        if (value == null || !grammar.matcher(value).matches()) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
