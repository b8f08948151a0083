package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.StudyConfig;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.FeedName;
import io.assayhub.model.ObservationId;
import io.assayhub.model.SnapshotId;
import java.util.Map;
import java.util.Set;

/** A feed with everything it needs to read a transfer, under the name of its mapping snapshot. Safe to share. */
public final class CompiledFeed {
    private final FeedConfig config;
    private final SnapshotId snapshot;
    private final Map<ResultRule, ObservationTemplate> templates;
    private final Terminology terminology;
    private final Map<String, StudyConfig> studies;
    private final UcumUnits ucum;

    CompiledFeed(
            FeedConfig config,
            SnapshotId snapshot,
            Map<ResultRule, ObservationTemplate> templates,
            Terminology terminology,
            Map<String, StudyConfig> studies,
            UcumUnits ucum) {
        this.config = config;
        this.snapshot = snapshot;
        this.templates = Map.copyOf(templates);
        this.terminology = terminology;
        this.studies = Map.copyOf(studies);
        this.ucum = ucum;
    }

    public FeedName name() {
        return config.name();
    }

    public FeedConfig config() {
        return config;
    }

    public SnapshotId snapshot() {
        return snapshot;
    }

    /** A reader for one transfer. */
    public TransferReader reader(TransferReader.Mode mode) {
        return new TransferReader(this, mode, Set.of());
    }

    /** A reader for one transfer that wants the entries with these ids held, which differ among themselves. */
    public TransferReader reader(TransferReader.Mode mode, Set<ObservationId> collisions) {
        return new TransferReader(this, mode, collisions);
    }

    ResultReader resultReader(ResultRule rule, Map<String, Integer> header) {
        return new ResultReader(config, rule, header, terminology, new SubjectReader(studies), ucum);
    }

    ObservationTemplate template(ResultRule rule) {
        return templates.get(rule);
    }
}
