package io.assayhub.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The resources of one Bundle by what references call them: full URL, or type and id (FHIR R4, Bundle). */
final class BundleResources {
    private final Map<String, JsonNode> byName = new HashMap<>();

    void add(String fullUrl, JsonNode resource) {
        if (!fullUrl.isEmpty()) {
            byName.putIfAbsent(fullUrl, resource);
        }
        String id = resource.path("id").asText();
        if (!id.isEmpty()) {
            byName.putIfAbsent(resource.path("resourceType").asText() + "/" + id, resource);
        }
    }

    /** The resource that a Reference points at, or a missing node. */
    JsonNode resolve(JsonNode reference) {
        String url = reference.path("reference").asText();
        JsonNode found = byName.get(url);
        if (found == null) {
            found = byName.get(relative(url));
        }
        return found == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : found;
    }

    /** {@code Type/id} of a URL that ends so, versions left out; else the URL. */
    static String relative(String url) {
        String plain = url.replaceFirst("/_history/[^/]*$", "");
        int slash = plain.lastIndexOf('/');
        int before = slash < 0 ? -1 : plain.lastIndexOf('/', slash - 1);
        return plain.substring(before + 1);
    }

    /**
     * What the registry calls the resource that a Reference points at, the same from Bundle to Bundle, or null: a UUID that
     * is made for one Bundle only is no name.
     */
    String lastingName(JsonNode reference, String type) {
        String url = reference.path("reference").asText();
        String id = resolve(reference).path("id").asText();
        if (!id.isEmpty()) {
            return type + "/" + id;
        }
        if (!url.isEmpty() && !url.startsWith("urn:") && !url.startsWith("#")) {
            return relative(url);
        }
        JsonNode identifier = reference.path("identifier");
        String value = identifier.path("value").asText();
        return value.isEmpty() ? null : identifier.path("system").asText() + "|" + value;
    }
}
