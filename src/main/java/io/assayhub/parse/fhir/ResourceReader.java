package io.assayhub.parse.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Takes the resources out of one JSON text: of a Bundle its entries, else those that stand in it one after the other. */
final class ResourceReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNameLength(1000)
                    .maxStringLength(NodeReader.MOST)
                    .build())
            .build();

    private static final Set<String> TYPES =
            Set.of("transaction", "message", "collection", "batch", "searchset", "transaction-response");

    private static final Set<String> SAID = Set.of("id", "type", "timestamp", "identifier", "meta");

    private final JsonParser json;
    private final NodeReader nodes = new NodeReader();
    private Node.Fields bundle = Node.NONE;
    private boolean inEntries;
    private boolean ended;
    private long number;

    ResourceReader(InputStream in) throws IOException {
        json = JSON.createParser(in);
    }

    /** What the Bundle says of itself before its entries; without fields if there is none. */
    Node.Fields bundle() {
        return bundle;
    }

    /** Reads up to the first resource, without it. */
    Entry begin() throws IOException {
        try {
            return top();
        } catch (JsonProcessingException | CharConversionException e) {
            return broken(e);
        }
    }

    /** The next resource; null at the end. */
    Entry next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            while (!ended) {
                Entry entry = inEntries ? entry() : top();
                if (entry != null) {
                    return entry;
                }
            }
            return null;
        } catch (JsonProcessingException | CharConversionException e) {
            return broken(e);
        }
    }

    /** The next value at the top; null if it is a Bundle whose entries follow, or the end. */
    private Entry top() throws IOException {
        JsonToken token = json.nextToken();
        if (token == null) {
            ended = true;
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            return refuse(Fault.OTHER_FORMAT, "This is JSON, but no resource: FHIR is a Bundle, or a resource a line.");
        }
        long offset = json.currentTokenLocation().getByteOffset();
        return fields(offset, new LinkedHashMap<>());
    }

    /** The fields of what stands at the top, up to the entries of a Bundle or the end of a resource. */
    private Entry fields(long offset, Map<String, Node> read) throws IOException {
        Reason wrong = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            boolean isBundle = isBundle(read);
            if (name.equals("entry")
                    && json.currentToken() == JsonToken.START_ARRAY
                    && (isBundle || !read.containsKey("resourceType"))) {
                bundle = new Node.Fields(read);
                inEntries = true;
                return unfitBundle();
            }
            if (wrong != null || (isBundle && !SAID.contains(name))) {
                json.skipChildren();
                continue;
            }
            Node value = nodes.read(json);
            wrong = nodes.wrong();
            if (value != null && read.putIfAbsent(name, value) != null) {
                wrong = Reason.SEVERAL_VALUES;
            }
        }
        number++;
        if (isBundle(read)) {
            bundle = new Node.Fields(read);
            return unfitBundle();
        }
        return wrong == null
                ? new Entry.Resource(new Node.Fields(read), null, number, offset)
                : new Entry.Unfit(wrong, number, offset);
    }

    private static boolean isBundle(Map<String, Node> read) {
        return new Node.Text("Bundle").equals(read.get("resourceType"));
    }

    private Entry unfitBundle() {
        String type = bundle.text("type");
        return type == null || TYPES.contains(type)
                ? null
                : refuse(
                        Fault.OTHER_MESSAGE,
                        "Bundle.type is none of transaction, message, collection, batch and searchset.");
    }

    private Entry entry() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.END_ARRAY) {
            inEntries = false;
            return rest();
        }
        number++;
        long offset = json.currentTokenLocation().getByteOffset();
        if (!(nodes.read(json) instanceof Node.Fields entry)) {
            return new Entry.Unfit(nodes.wrong() == null ? Reason.MALFORMED : nodes.wrong(), number, offset);
        }
        if (entry.get("resource") instanceof Node.Fields resource) {
            return new Entry.Resource(resource, entry.text("fullUrl"), number, offset);
        }
        String url = entry.fields("request").text("url");
        boolean ofOther = entry.get("response") != null || (url != null && !url.startsWith("Observation"));
        // What is to be deleted or changed in part names no subject: a result is withdrawn by its status.
        return ofOther ? null : new Entry.Unfit(Reason.MALFORMED, number, offset);
    }

    /** What stands in a Bundle behind its entries. */
    private Entry rest() throws IOException {
        Map<String, Node> read = new LinkedHashMap<>(bundle.of());
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("entry")) {
                return refuse(Fault.MALFORMED, "The Bundle has its entries twice.");
            }
            if (name.equals("resourceType") || name.equals("type")) {
                Node value = nodes.read(json);
                if (value != null) {
                    read.putIfAbsent(name, value);
                }
            } else {
                json.skipChildren();
            }
        }
        bundle = new Node.Fields(read);
        return isBundle(read) && read.containsKey("type")
                ? unfitBundle()
                : refuse(Fault.OTHER_FORMAT, "What holds the entries is no Bundle, or one without a type.");
    }

    private Entry broken(IOException e) {
        if (e instanceof JsonEOFException) {
            return refuse(Fault.CUT_OFF, "The JSON ends before it is complete.");
        }
        return e instanceof StreamConstraintsException
                ? refuse(Fault.TOO_LARGE, "The JSON has more than 64 levels, or a text or name longer than any is.")
                : refuse(Fault.MALFORMED, "The JSON breaks off its own rules, or is not in UTF-8.");
    }

    private Entry refuse(Fault fault, String detail) {
        ended = true;
        return new Entry.End(new RefusedTable(
                fault, 1, number, Math.max(0, json.currentLocation().getByteOffset()), detail));
    }
}
