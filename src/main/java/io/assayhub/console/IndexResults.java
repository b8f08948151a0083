package io.assayhub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.index.HubIndex;
import io.assayhub.index.ObservationFacts;
import io.assayhub.index.ResultQueries.Standing;
import io.assayhub.index.Viewer;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.replay.KnownResults;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.HexFormat;
import java.util.Optional;

/** What is published, as the instance's index says. */
public final class IndexResults implements KnownResults {
    private final HubIndex index;

    public IndexResults(HubIndex index) {
        this.index = index;
    }

    @Override
    public Optional<Published> published(ObservationId id) {
        return index.results()
                .standing(id.value())
                .map(s -> new Published(
                        s.version(),
                        s.order() == null ? Long.MIN_VALUE : s.order(),
                        hash(s.source()),
                        hash(s.content()),
                        ResultStatus.of(s.status()).orElse(ResultStatus.UNKNOWN)));
    }

    private static Hash128 hash(byte[] bytes) {
        return bytes == null ? new Hash128(0, 0) : Hash128.parse(HexFormat.of().formatHex(bytes));
    }

    @Override
    public Optional<JsonNode> observation(ObservationId id) {
        Optional<Standing> standing = index.results().standing(id.value());
        return standing.map(s -> index.records().value(Topic.AUDIT, s.partition(), s.place()))
                .map(bundle -> ObservationFacts.resource(Json.tree(bundle), "Observation"));
    }

    @Override
    public boolean waits(ObservationId id) {
        return index.waiting().ofObservation(Viewer.UNBLINDED, id.value()).stream()
                .anyMatch(w -> w.reason() != null);
    }

    @Override
    public boolean isRegistered(SubjectKey subject) {
        return index.subjects()
                .get(subject.study().value(), subject.subject().value())
                .filter(s -> s.redirect() == null)
                .isPresent();
    }
}
