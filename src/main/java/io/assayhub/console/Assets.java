package io.assayhub.console;

import io.assayhub.model.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Style and scripts, served by the hub itself. Their addresses hold a hash of their content, so that browsers keep them for
 * ever and a new version has another address.
 */
final class Assets {
    private static final String WEBJARS = "/META-INF/resources/webjars/";

    /** Name, and where it lies on the class path. */
    private static final Map<String, String> PLACES = Map.of(
            "console.css", "/io/assayhub/console/console.css",
            "console.js", "/io/assayhub/console/console.js",
            "plot.js", "/io/assayhub/console/plot.js",
            "icon.svg", "/io/assayhub/console/icon.svg",
            "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
            "uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.iife.min.js",
            "uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css");

    private static final Map<String, Asset> ALL = load();

    private Assets() {}

    /** One file. */
    record Asset(String hash, String type, byte[] body) {}

    /** Where a page finds it, such as {@code /console/assets/0f3a…/console.css}. */
    static String address(String name) {
        return "/console/assets/" + ALL.get(name).hash + "/" + name;
    }

    /** The file at a hash and name. */
    static Optional<Asset> at(String hash, String name) {
        return Optional.ofNullable(ALL.get(name)).filter(asset -> asset.hash.equals(hash));
    }

    private static Map<String, Asset> load() {
        Map<String, Asset> all = new HashMap<>();
        PLACES.forEach((name, place) -> {
            try (InputStream in = Assets.class.getResourceAsStream(place)) {
                if (in == null) {
                    throw new IllegalStateException(place + " is not in the build");
                }
                byte[] body = in.readAllBytes();
                String hash = HexFormat.of().formatHex(Hash128.sha256().digest(body), 0, 8);
                all.put(name, new Asset(hash, type(name), body));
            } catch (IOException e) {
                throw new UncheckedIOException(place, e);
            }
        });
        return Map.copyOf(all);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }
}
