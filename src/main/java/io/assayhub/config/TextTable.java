package io.assayhub.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the text of an exported list is cut into cells.
 *
 * @param maxRowBytes a longer row is refused
 * @param skip physical lines above the header
 */
public record TextTable(Charset charset, char delimiter, int maxRowBytes, int skip) {
    private static final int DEFAULT_MAX_ROW = 64 * 1024;

    /** What stands under {@code format.csv}. */
    static TextTable of(YamlValue root) {
        Optional<YamlValue> csv = root.require("format").flatMap(format -> {
            Optional<YamlValue> found = format.require("csv");
            format.refuseOthers();
            return found;
        });
        TextTable table = new TextTable(
                csv.flatMap(v -> v.get("charset"))
                        .flatMap(FeedFormatReader::charset)
                        .orElse(StandardCharsets.UTF_8),
                csv.flatMap(v -> v.get("delimiter"))
                        .flatMap(FeedFormatReader::delimiter)
                        .orElse(','),
                csv.flatMap(v -> v.get("max-row"))
                        .flatMap(v -> v.number(1024, 1024 * 1024))
                        .map(Long::intValue)
                        .orElse(DEFAULT_MAX_ROW),
                csv.flatMap(v -> v.get("skip"))
                        .flatMap(v -> v.number(0, 1000))
                        .map(Long::intValue)
                        .orElse(0));
        csv.ifPresent(YamlValue::refuseOthers);
        return table;
    }
}
