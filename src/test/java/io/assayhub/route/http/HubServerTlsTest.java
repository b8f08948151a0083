package io.assayhub.route.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.route.tcp.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers whom their certificates make known, by the JDK's own client. */
class HubServerTlsTest {
    @TempDir
    Path folder;

    @Test
    void takesThoseWithACertificateOfTheLaboratoriesAndNobodyElse() throws Exception {
        TestKeys hub = TestKeys.make(folder, "hub");
        TestKeys laboratory = TestKeys.make(folder, "laboratory");
        TestKeys stranger = TestKeys.make(folder, "stranger");
        MllpConfig.Tls tls = new MllpConfig.Tls(hub.certificate(), hub.key(), Optional.of(laboratory.certificate()));
        HttpConfig config = new HttpConfig("127.0.0.1", 0, Optional.of(tls), List.of(), TestServer.LIMITS);
        try (HubServer server = HubServer.of(config, TestServer.CATALOG, folder.resolve("bodies"), () -> true)) {
            server.listen();
            URI feeds = URI.create(server.address() + "/feeds");

            // The gate lets it through to routes that this server does not have.
            assertThat(get(hub.trustedBy(laboratory), feeds).statusCode()).isEqualTo(404);
            assertThatThrownBy(() -> get(hub.trustedBy(stranger), feeds)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(hub.trusted(), feeds)).isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<String> get(SSLContext context, URI address) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
