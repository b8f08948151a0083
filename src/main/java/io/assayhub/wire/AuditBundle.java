package io.assayhub.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A version's Bundle on {@link Topic#AUDIT}: FHIR R4, a collection of an Observation and its Provenance. */
public record AuditBundle(JsonNode root) {
    /** Reads the value of an {@link AuditRecord#VERSION}. */
    public static AuditBundle parse(byte[] json) {
        return new AuditBundle(Json.tree(json));
    }

    /** The Observation; a missing node if there is none. */
    public JsonNode observation() {
        return resource("Observation");
    }

    /** When the version was made: Provenance.recorded, else Observation.meta.lastUpdated. */
    public Optional<String> recorded() {
        return text(provenance().path("recorded"))
                .or(() -> text(observation().path("meta").path("lastUpdated")));
    }

    /** Who decided that there is this version: the agent that verified it; empty where a transfer alone made it. */
    public Optional<String> verifier() {
        for (JsonNode agent : provenance().path("agent")) {
            if (agent.path("type").path("coding").path(0).path("code").asText().equals("verifier")) {
                return text(agent.path("who").path("display"));
            }
        }
        return Optional.empty();
    }

    /** Why, in that person's words. */
    public Optional<String> reason() {
        return text(provenance().path("reason").path(0).path("text"));
    }

    /** Whether a contained Specimen has this accession. */
    public boolean hasAccession(String accession) {
        for (JsonNode contained : observation().path("contained")) {
            if (accession.equals(
                    contained.path("accessionIdentifier").path("value").asText(null))) {
                return true;
            }
        }
        return false;
    }

    private JsonNode provenance() {
        return resource("Provenance");
    }

    private JsonNode resource(String type) {
        for (JsonNode entry : root.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (type.equals(resource.path("resourceType").asText())) {
                return resource;
            }
        }
        return root.path("none");
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.asText(null));
    }
}
