package io.assayhub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the commands read out of a version's Bundle on the audit: FHIR R4, an Observation and its Provenance. */
final class AuditBundle {
    private final JsonNode root;

    AuditBundle(byte[] json) {
        try {
            root = Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the version was made: Provenance.recorded, else Observation.meta.lastUpdated; null if neither stands there. */
    String recorded() {
        String recorded = resource("Provenance").path("recorded").asText(null);
        return recorded != null
                ? recorded
                : resource("Observation").path("meta").path("lastUpdated").asText(null);
    }

    /** Whether a contained Specimen has this accession. */
    boolean hasAccession(String accession) {
        for (JsonNode contained : resource("Observation").path("contained")) {
            if (accession.equals(
                    contained.path("accessionIdentifier").path("value").asText(null))) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resource(String type) {
        for (JsonNode entry : root.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (type.equals(resource.path("resourceType").asText())) {
                return resource;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
