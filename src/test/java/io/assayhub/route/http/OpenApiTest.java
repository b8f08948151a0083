package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document says what the routes do, and is well formed. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final JsonNode document = read();

    private static JsonNode read() {
        try {
            return Json.mapper().readTree(ApiDocument.json());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Operation(String path, String method, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (METHODS.contains(member.getKey())) {
                        all.add(new Operation(path.getKey(), member.getKey(), member.getValue()));
                    }
                }));
        return all;
    }

    @Test
    void holdsEachRouteAndNoOther() throws Exception {
        Object routes = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("routes/intake-http.camel.yaml")));
        Set<String> routed = new TreeSet<>();
        for (JsonNode route : Json.mapper().<JsonNode>valueToTree(routes)) {
            JsonNode from = route.at("/route/from");
            routed.add(from.at("/parameters/httpMethodRestrict").asText().toLowerCase(java.util.Locale.ROOT) + " "
                    + from.path("uri").asText().replace("platform-http:", ""));
        }
        assertThat(operations()).extracting(Operation::toString).containsExactlyInAnyOrderElementsOf(routed);
    }

    @Test
    void eachOperationAnswersWhatItSays(@TempDir Path folder) throws Exception {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
        try (TestServer server = new TestServer(folder, producer, List.of())) {
            for (Operation operation : operations()) {
                String path = operation.path.replace("{feed}", "sdtm-pc").replace("{transfer}", "0".repeat(32));
                var answer = operation.method.equals("get")
                        ? server.get(path)
                        : server.post(path, "STUDYID\n".getBytes(UTF_8), "Content-Type", "text/csv");
                JsonNode responses = operation.node.path("responses");
                JsonNode response = responses.has(Integer.toString(answer.statusCode()))
                        ? responses.path(Integer.toString(answer.statusCode()))
                        : responses.path("default");
                JsonNode resolved = response.has("$ref")
                        ? document.at(response.path("$ref").asText().substring(1))
                        : response;
                String type = answer.headers()
                        .firstValue("content-type")
                        .orElseThrow()
                        .replaceFirst(";.*", "");
                assertThat(resolved.path("content").has(type))
                        .as("%s: %s %s", operation, answer.statusCode(), type)
                        .isTrue();
                assertThat(answer.statusCode()).as(operation.toString()).isNotIn(404, 405, 500);
            }
        }
    }

    @Test
    void isWellFormed() {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document.at("/info/title").asText()).isNotEmpty();
        assertThat(document.at("/info/version").asText()).isNotEmpty();
        assertThat(operations())
                .extracting(o -> o.node.path("operationId").asText())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        Set<String> tags = new TreeSet<>(document.path("tags").findValuesAsText("name"));
        for (Operation operation : operations()) {
            assertThat(operation.node.path("summary").asText())
                    .as(operation.toString())
                    .endsWith(".");
            assertThat(tags).contains(operation.node.at("/tags/0").asText());
            operation.node.path("responses").properties().forEach(response -> {
                assertThat(response.getKey()).matches("[1-5]\\d\\d|default");
                assertThat(response.getValue().has("description")
                                || response.getValue().has("$ref"))
                        .isTrue();
            });
            List<String> inPath = new ArrayList<>();
            document.path("paths").path(operation.path).path("parameters").forEach(parameter -> {
                JsonNode stated = parameter.has("$ref")
                        ? document.at(parameter.path("$ref").asText().substring(1))
                        : parameter;
                assertThat(stated.path("required").asBoolean()).isTrue();
                inPath.add("{" + stated.path("name").asText() + "}");
            });
            assertThat(inPath).allMatch(operation.path::contains);
            assertThat(operation.path.chars().filter(c -> c == '{').count()).isEqualTo(inPath.size());
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> used = new TreeSet<>();
        document.findValues("$ref").forEach(ref -> used.add(ref.asText()));
        assertThat(used)
                .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isMissingNode())
                        .isFalse());
        Set<String> there = new TreeSet<>();
        for (Map.Entry<String, JsonNode> kind : document.path("components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                        .fieldNames()
                        .forEachRemaining(n -> there.add("#/components/" + kind.getKey() + "/" + n));
            }
        }
        assertThat(used).isEqualTo(there);
    }
}
