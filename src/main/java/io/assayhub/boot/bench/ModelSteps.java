package io.assayhub.boot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.fhir.ModelCoding;
import io.assayhub.fhir.ModelObservation;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same way with HAPI's model and parser: from a file's bytes to Observations as a hub built on the model would go,
 * and the Observations through parser and model. The table has one analyte and one type of specimen, as {@link PcTable}.
 */
public final class ModelSteps {
    private final ReadSteps steps;
    private final ModelObservation model;
    private final List<byte[]> previews;

    private ModelSteps(ReadSteps steps, ModelObservation model, List<byte[]> previews) {
        this.steps = steps;
        this.model = model;
        this.previews = previews;
    }

    /**
     * Prepares the steps, and compares every Observation of the table with the one that the model gives.
     *
     * @throws IOException if the two differ, or the file cannot be read
     */
    public static ModelSteps compared(CompiledFeed feed, Path file, String base) throws IOException {
        ReadSteps steps = new ReadSteps(feed, file);
        List<byte[]> previews = new ArrayList<>();
        steps.read(TransferReader.Mode.PREVIEW, new Strict() {
            @Override
            public void normalised(Entry entry) {
                previews.add(entry.observation());
            }
        });
        JsonNode first = tree(previews.get(0));
        List<ModelCoding> analyte = codings(first.path("code"));
        List<ModelCoding> specimen = codings(first.path("contained").path(0).path("type"));
        ModelObservation model = new ModelObservation(base, r -> analyte, r -> specimen);
        int[] row = {0};
        steps.read(TransferReader.Mode.UNDERSTAND, new Strict() {
            @Override
            public void understood(AssayResult result) throws IOException {
                JsonNode ours = tree(previews.get(row[0]++));
                if (!ours.equals(tree(model.json(result).getBytes(StandardCharsets.UTF_8)))) {
                    throw new IOException("the model's Observation differs from the hub's in row " + row[0]);
                }
            }
        });
        return new ModelSteps(steps, model, previews);
    }

    /** Makes the Observation of every row as HAPI's model and has HAPI encode it; returns the rows. */
    public long throughModel() throws IOException {
        long[] counts = new long[2];
        steps.read(TransferReader.Mode.UNDERSTAND, new Strict() {
            @Override
            public void understood(AssayResult result) {
                counts[0]++;
                counts[1] += model.json(result).length();
            }
        });
        return counts[1] == 0 ? 0 : counts[0];
    }

    /** Has HAPI parse and encode the Observations that the hub wrote; returns their number. */
    public long throughParser() {
        long characters = 0;
        for (byte[] preview : previews) {
            characters +=
                    model.reencoded(new String(preview, StandardCharsets.UTF_8)).length();
        }
        return characters == 0 ? 0 : previews.size();
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return Json.mapper().readTree(json);
    }

    private static List<ModelCoding> codings(JsonNode concept) {
        List<ModelCoding> codings = new ArrayList<>();
        for (JsonNode coding : concept.path("coding")) {
            codings.add(new ModelCoding(text(coding, "system"), text(coding, "code"), text(coding, "display")));
        }
        return codings;
    }

    private static String text(JsonNode coding, String name) {
        return coding.hasNonNull(name) ? coding.get(name).asText() : null;
    }

    private abstract static class Strict implements EntrySink {
        @Override
        public void rejected(Rejected rejected) throws IOException {
            throw ReadSteps.unexpected(rejected);
        }
    }
}
