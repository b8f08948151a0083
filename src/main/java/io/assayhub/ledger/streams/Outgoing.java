package io.assayhub.ledger.streams;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Topic;

/** What leaves the ledger's processor: a version for consumers, or the state of a transfer's account. */
sealed interface Outgoing {
    /**
     * One version on its way to one consumer topic, keyed by Observation id.
     *
     * @param partition the input's: consumer topics are partitioned by study/subject though keyed by id
     * @param observation FHIR R4 JSON in UTF-8
     */
    record Publication(Topic topic, int partition, byte[] observation) implements Outgoing {}

    /**
     * How the results of a transfer ended in one partition, keyed by transfer. Absolute: it replaces an earlier report of
     * the same partition.
     */
    record Report(int partition, Counts counts, Manifest manifest) implements Outgoing {
        byte[] toJson() {
            return Json.bytes(this);
        }

        static Report fromJson(byte[] json) {
            Report report = Json.read(json, Report.class);
            if (report == null || report.counts == null || report.manifest == null) {
                throw new IllegalArgumentException("a report without counts or manifest");
            }
            return report;
        }
    }
}
