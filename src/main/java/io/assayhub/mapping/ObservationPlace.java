package io.assayhub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.wire.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line of an Observation file that wrote an element of an Observation. */
public final class ObservationPlace {
    private static final Pattern STEP = Pattern.compile("([A-Za-z]+)(?:\\.ofType\\([A-Za-z]+\\))?(?:\\[(\\d+)])?");
    private static final Pattern NAMED = Pattern.compile("(?:property|element|extension) '?\"?([A-Za-z]+)'?\"?");
    private static final Pattern URL = Pattern.compile("https?://[^\\s'\"|]+/([A-Za-z-]+)");

    private final YamlValue resource;

    private ObservationPlace(YamlValue resource) {
        this.resource = resource;
    }

    /** The places of a file that was read before, so that it is there and YAML. */
    public static ObservationPlace of(Path file, String shownAs, Problems problems) {
        return new ObservationPlace(
                YamlValue.ofFile(file, shownAs, problems).orElseThrow().at("resource"));
    }

    /**
     * The deepest value in the file on the way to an element.
     *
     * @param path in the Observation, such as {@code contained[0].type}
     * @param message names an element that is not known, or the extension that is meant
     */
    public YamlValue at(String path, String message, byte[] observation) {
        YamlValue at = resource;
        JsonNode json = Json.read(observation, JsonNode.class);
        for (String step : Arrays.asList(path.replaceAll("/\\*.*?\\*/", "").split("\\.(?!ofType)"))) {
            Matcher matcher = STEP.matcher(step);
            if (!matcher.matches() || !at.isMap()) {
                break;
            }
            String name = name(at, matcher.group(1));
            json = json.path(json.has(matcher.group(1)) ? matcher.group(1) : name);
            YamlValue next = name == null ? at : at.at(name);
            if (next == at) {
                break;
            }
            at = next;
            if (json.isArray()) {
                int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
                json = json.path(index);
                at = at.isList() ? item(at, index, json, message) : at;
            }
        }
        Matcher named = NAMED.matcher(message);
        return named.find() && at.isMap() ? at.at(named.group(1)) : at;
    }

    private static String name(YamlValue at, String name) {
        Map<String, YamlValue> entries = at.entries();
        if (entries.containsKey(name)) {
            return name;
        }
        return entries.keySet().stream()
                .filter(key -> key.endsWith("[x]") && name.startsWith(key.substring(0, key.length() - 3)))
                .findFirst()
                .orElse(null);
    }

    /** Items that were empty have been left out before it: it is found by its URL. */
    private static YamlValue item(YamlValue list, int index, JsonNode json, String message) {
        List<YamlValue> items = list.items();
        String url = json.path("url").asText("");
        Matcher meant = URL.matcher(message);
        String last = !url.isEmpty() ? url.substring(url.lastIndexOf('/') + 1) : meant.find() ? meant.group(1) : "";
        for (YamlValue item : items) {
            if (!last.isEmpty() && item.isMap() && item.at("url").isScalar()) {
                String here = item.at("url").text();
                if (here.substring(here.lastIndexOf('/') + 1).equals(last)) {
                    return item;
                }
            }
        }
        return index < items.size() && url.isEmpty() ? items.get(index) : list;
    }
}
