package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the hub's HTTP interface (OpenAPI 3.1), written by hand and held against the routes by a test. */
final class ApiDocument {
    private static final byte[] YAML = read();
    private static final byte[] JSON =
            Json.bytes(new Load(LoadSettings.builder().build()).loadFromString(new String(YAML, UTF_8)));

    private ApiDocument() {}

    static byte[] yaml() {
        return YAML.clone();
    }

    static byte[] json() {
        return JSON.clone();
    }

    private static byte[] read() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("openapi.yaml")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
