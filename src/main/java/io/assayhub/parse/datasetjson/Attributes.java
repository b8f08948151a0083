package io.assayhub.parse.datasetjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assayhub.parse.RefusedTable.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a dataset says of itself and of its columns, of Dataset-JSON 1.1. Attributes may stand in any order; those that are
 * not known are skipped, as the standard lets senders add their own.
 */
final class Attributes {
    /** More columns than any dataset of SDTM, SEND or ADaM has. */
    static final int MOST_COLUMNS = 5_000;

    private static final String SOURCE_SYSTEM = "sourceSystem";
    private static final String VERSION = "datasetJSONVersion";
    private static final String RECORDS = "records";
    private static final String NAME = "name";
    private static final String COLUMNS = "columns";
    static final String ROWS = "rows";
    private static final int LONGEST = 4_000;

    private static final Set<String> SINGLE = Set.of(
            "datasetJSONCreationDateTime",
            VERSION,
            "fileOID",
            "dbLastModifiedDateTime",
            "originator",
            "studyOID",
            "metaDataVersionOID",
            "metaDataRef",
            "itemGroupOID",
            RECORDS,
            NAME,
            "label");
    private static final Pattern READ_VERSION = Pattern.compile("1\\.1(\\.\\d+)?");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private final Map<String, String> single = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<String> columns = new ArrayList<>();

    /** Why a dataset cannot be read. */
    record Refusal(Fault fault, String detail) {}

    /** Names under which {@link #fact} knows something. */
    static Set<String> facts() {
        Set<String> names = new HashSet<>(SINGLE);
        names.add(SOURCE_SYSTEM + ".name");
        names.add(SOURCE_SYSTEM + ".version");
        return names;
    }

    /**
     * Reads on, from the object's start or an attribute's end, to the first row or the object's end: the parser then stands
     * at the start of the rows' array or the end of the object.
     */
    Optional<Refusal> read(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == null) {
                return malformed("It ends within its attributes.");
            }
            boolean known =
                    SINGLE.contains(name) || name.equals(SOURCE_SYSTEM) || name.equals(COLUMNS) || name.equals(ROWS);
            if (known && !seen.add(name)) {
                return malformed("Attribute '" + name + "' stands twice.");
            }
            Optional<Refusal> wrong = Optional.empty();
            if (name.equals("clinicalData") || name.equals("referenceData")) {
                return otherVersion();
            } else if (name.equals(ROWS)) {
                return rows(value);
            } else if (name.equals(COLUMNS)) {
                wrong = columns(json, value);
            } else if (name.equals(SOURCE_SYSTEM) && value == JsonToken.START_OBJECT) {
                sourceSystem(json);
            } else if (known && value.isScalarValue()) {
                keep(name, json);
                wrong = name.equals(VERSION) ? version() : Optional.empty();
            } else {
                json.skipChildren();
            }
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> rows(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            return malformed("Its rows are not an array.");
        }
        return columns.isEmpty()
                ? malformed("The rows stand before the columns: let the sender write 'columns' first, as the standard"
                        + " lists them, or send NDJSON.")
                : Optional.empty();
    }

    private Optional<Refusal> columns(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            return malformed("Its columns are not an array.");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String name = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                JsonToken at = json.nextToken();
                if (key.equals(NAME) && at == JsonToken.VALUE_STRING) {
                    name = text(json);
                } else {
                    json.skipChildren();
                }
            }
            if (name == null || name.isBlank()) {
                return malformed("Column " + (columns.size() + 1) + " has no name.");
            }
            if (columns.size() == MOST_COLUMNS) {
                return Optional.of(
                        new Refusal(Fault.TOO_LARGE, "It has more than " + MOST_COLUMNS + " columns: no dataset has."));
            }
            columns.add(name);
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            return malformed("Something among its columns is none.");
        }
        return columns.isEmpty() ? malformed("It has no columns.") : Optional.empty();
    }

    private void sourceSystem(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = SOURCE_SYSTEM + "." + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING && (name.endsWith(".name") || name.endsWith(".version"))) {
                keep(name, json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void keep(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            single.put(name, text(json));
        }
    }

    /** Cut where no name or label ends: what is so long is no fact. */
    private static String text(JsonParser json) throws IOException {
        String text = json.getText();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private Optional<Refusal> version() {
        String version = single.get(VERSION);
        return version != null && READ_VERSION.matcher(version).matches() ? Optional.empty() : otherVersion();
    }

    /** What speaks against it once all its attributes are read that stand before the rows. */
    Optional<Refusal> verdictBefore() {
        return columns.isEmpty() ? missing(COLUMNS) : Optional.empty();
    }

    /** What speaks against it at its end. */
    Optional<Refusal> verdictAfter(boolean rowsAreLines) {
        for (String name : List.of(VERSION, NAME, RECORDS)) {
            if (!single.containsKey(name)) {
                return missing(name);
            }
        }
        if (!COUNT.matcher(single.get(RECORDS)).matches()) {
            return malformed("'records' is no whole number.");
        }
        return rowsAreLines || seen.contains(ROWS) ? Optional.empty() : missing(ROWS);
    }

    private static Optional<Refusal> missing(String name) {
        return malformed("Attribute '" + name + "' is missing, which Dataset-JSON 1.1 requires.");
    }

    private static Optional<Refusal> malformed(String detail) {
        return Optional.of(new Refusal(Fault.MALFORMED, detail));
    }

    private static Optional<Refusal> otherVersion() {
        return Optional.of(new Refusal(
                Fault.OTHER_VERSION,
                "This is no Dataset-JSON of version 1.1, the only one that is read: let the sender export 1.1, which"
                        + " is shaped differently from 1.0."));
    }

    /** Whether its rows stand in it. */
    boolean hasRows() {
        return seen.contains(ROWS);
    }

    List<String> columns() {
        return columns;
    }

    /** The dataset's name, or nothing if it stands behind the rows. */
    String name() {
        return single.getOrDefault(NAME, "");
    }

    String fact(String name) {
        return single.get(name);
    }

    /** Its own count of rows, or null if it says none, or none that is a number. */
    Long records() {
        String records = single.get(RECORDS);
        return records != null && COUNT.matcher(records).matches() ? Long.valueOf(records) : null;
    }
}
