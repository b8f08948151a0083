package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.StudyConfig;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.FeedName;
import io.assayhub.model.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;

/** A feed with everything it needs to read a transfer, under the name of its mapping snapshot. Safe to share. */
public final class CompiledFeed {
    private static final int MOST_BINDINGS = 16;

    private final FeedConfig config;
    private final SnapshotId snapshot;
    private final Map<ResultRule, ObservationTemplate> templates;
    private final Terminology terminology;
    private final Map<String, StudyConfig> studies;
    private final UcumUnits ucum;
    private final Queue<TableBinding> bindings = new ArrayBlockingQueue<>(MOST_BINDINGS);

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

    /** A reader for one transfer that nobody has judged. */
    public TransferReader reader(TransferReader.Mode mode) {
        return new TransferReader(this, mode, Set.of(), Survey.NONE);
    }

    /** A reader for a transfer that was judged: entries that collide are held, and of reassays one is taken. */
    public TransferReader reader(TransferReader.Mode mode, TransferJudge.Verdict verdict) {
        return new TransferReader(this, mode, verdict.collisions(), verdict.survey());
    }

    TransferReader reader(TransferReader.Mode mode, Survey survey) {
        return new TransferReader(this, mode, Set.of(), survey);
    }

    /** A binding for one transfer, by {@link #giveBack} perhaps used before: to bind costs more than a short message. */
    TableBinding binding(SampleTiers tiers) {
        TableBinding free = tiers == null ? bindings.poll() : null;
        return free == null ? new TableBinding(this, tiers) : free;
    }

    /** Keeps the binding of a transfer that was read to its end for another one. */
    void giveBack(TableBinding binding) {
        if (binding.isFree()) {
            bindings.offer(binding);
        }
    }

    ResultReader resultReader(ResultRule rule, TableFields fields) {
        RowCells cells = new RowCells(config, rule, fields, terminology, ucum);
        return new ResultReader(
                config,
                cells,
                new WellReader(config, rule.replicates(), fields, cells),
                new SubjectReader(studies),
                new UnitRule(terminology, ucum, templates.get(rule).unit()));
    }

    /** Results that reach every branch of a rule's Observation. */
    List<ResultGenerator.Generated> madeUp(ResultRule rule) {
        return ResultGenerator.generate(
                config, rule, terminology, ucum, templates.get(rule).unit());
    }

    Terminology terminology() {
        return terminology;
    }

    Map<String, StudyConfig> studies() {
        return studies;
    }

    UcumUnits ucum() {
        return ucum;
    }

    ObservationTemplate template(ResultRule rule) {
        return templates.get(rule);
    }
}
