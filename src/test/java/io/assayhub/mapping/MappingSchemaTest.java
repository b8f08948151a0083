package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.Problems;
import io.assayhub.config.RegistryConfig;
import io.assayhub.config.SpecimenListConfig;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.registry.SubjectStatus;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas know the same words as the readers; which keys they know, {@link MappingSchemaKeysTest} proves. */
class MappingSchemaTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    @ParameterizedTest
    @EnumSource
    void shippedFilesAreValidAndNameTheirSchema(MappingSchema schema) throws IOException {
        assertThat(schema.shipped()).isNotEmpty();
        for (Path file : schema.shipped()) {
            String text = Files.readString(file);
            assertThat(text)
                    .startsWith("# yaml-language-server: $schema=../schema/"
                            + schema.file().getFileName() + "\n");
            assertThat(schema.problems(text)).as(file.toString()).isEmpty();
        }
    }

    @Test
    void feedsOfTestsAreValid() throws IOException {
        List<Path> feeds;
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            feeds = all.filter(
                            f -> f.getFileName().toString().equals("feed.yaml") || f.endsWith("schema/everything.yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        assertThat(feeds).contains(RESOURCES.resolve("schema/everything.yaml"));
        for (Path feed : feeds) {
            assertThat(MappingSchema.FEED.problems(Files.readString(feed)))
                    .as(feed.toString())
                    .isEmpty();
        }
    }

    @Test
    void closedListsOfFeedsAreThoseOfTheCode() {
        assertThat(words(MappingSchema.FEED, "/definitions/meaning/enum")).containsExactlyElementsOf(Meaning.names());
        assertThat(words(MappingSchema.FEED, "/definitions/identifying/enum"))
                .containsExactlyElementsOf(Arrays.stream(Meaning.values())
                        .filter(Meaning::identifies)
                        .map(Meaning::text)
                        .toList());
        assertThat(words(MappingSchema.FEED, "/definitions/constants/propertyNames/enum"))
                .containsExactlyElementsOf(Meaning.names().stream()
                        .filter(m -> !m.equals(Meaning.MEASUREMENT.text()))
                        .toList());
        assertThat(words(MappingSchema.FEED, "/definitions/measurementKind/enum"))
                .containsExactlyElementsOf(Arrays.stream(Measurement.Kind.values())
                        .map(Measurement.Kind::text)
                        .toList());
        assertThat(words(MappingSchema.FEED, "/definitions/wrapping/enum"))
                .containsExactlyInAnyOrderElementsOf(lower(FeedConfig.Wrapped.values()));
        assertThat(words(
                        MappingSchema.FEED,
                        "/definitions/result/properties/replicates/properties/sentinels/additionalProperties/enum"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FeedConfig.Replicates.Sentinel.values())
                        .map(FeedConfig.Replicates.Sentinel::text)
                        .toList());
        assertThat(words(MappingSchema.FEED, "/properties/transfer/properties/kind/enum"))
                .containsExactlyInAnyOrderElementsOf(lower(FeedConfig.Transfer.Kind.values()));
        assertThat(words(MappingSchema.FEED, "/properties/transfer/properties/accept/enum"))
                .containsExactlyInAnyOrderElementsOf(lower(FeedConfig.Transfer.Accept.values()));
        assertThat(words(MappingSchema.FEED, "/definitions/plainColumn/properties/other/enum"))
                .containsExactlyInAnyOrderElementsOf(lower(FeedConfig.Column.Other.values()));
    }

    @Test
    void closedListsOfObservationsAreThoseOfTheCode() {
        HoleWriter holes = new HoleWriter(
                Namespaces.of(Namespaces.DEFAULT_BASE),
                Terminology.of(List.of(), Namespaces.of(Namespaces.DEFAULT_BASE), new Problems()),
                Map.of());
        assertThat(words(MappingSchema.OBSERVATION, "/definitions/hole/enum"))
                .containsExactlyInAnyOrderElementsOf(
                        holes.names().stream().map(n -> "$" + n).toList());
        assertThat(words(MappingSchema.OBSERVATION, "/definitions/topic/enum"))
                .containsExactlyInAnyOrderElementsOf(Topic.consumerTopics().stream()
                        .filter(t -> t != Topic.SAFETY)
                        .map(Topic::suffix)
                        .toList());
        assertThat(words(MappingSchema.OBSERVATION, "/definitions/qualitative/enum"))
                .containsExactlyInAnyOrderElementsOf(lower(Measurement.Qualitative.values()));
    }

    @Test
    void elementsOfAnObservationAreThoseOfFhir() {
        List<String> elements =
                FhirContext.forR4Cached().getResourceDefinition(Observation.class).getChildren().stream()
                        .map(c -> c.getElementName().replace("[x]", ""))
                        .toList();
        assertThat(names(MappingSchema.OBSERVATION, "/properties/resource/properties").stream()
                        .map(n -> n.replace("[x]", "")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("resourceType"), elements.stream())
                        .toList());
    }

    @Test
    void closedListsOfRegistriesAreThoseOfTheCode() {
        assertThat(words(MappingSchema.REGISTRY, "/definitions/status/enum"))
                .containsExactlyInAnyOrderElementsOf(SubjectStatus.codes());
        assertThat(words(MappingSchema.REGISTRY, "/properties/columns/additionalProperties/properties/to/enum"))
                .containsExactlyElementsOf(Arrays.stream(RegistryConfig.Field.values())
                        .map(RegistryConfig.Field::text)
                        .toList());
    }

    @Test
    void closedListsOfSpecimensAreThoseOfTheCode() {
        assertThat(words(MappingSchema.SPECIMENS, "/definitions/status/enum"))
                .containsExactlyElementsOf(lower(SpecimenRecord.Status.values()));
        assertThat(words(MappingSchema.SPECIMENS, "/properties/columns/additionalProperties/properties/to/enum"))
                .containsExactlyElementsOf(lower(SpecimenListConfig.Field.values()));
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(v -> v.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static List<String> words(MappingSchema schema, String pointer) {
        List<String> words = new ArrayList<>();
        schema.json().at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Collection<String> names(MappingSchema schema, String pointer) {
        JsonNode at = schema.json().at(pointer);
        List<String> names = new ArrayList<>();
        at.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
