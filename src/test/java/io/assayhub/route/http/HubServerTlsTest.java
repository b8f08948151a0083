package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.MllpConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers whom their certificates make known, by the JDK's own client. */
class HubServerTlsTest {
    private static final String SECRET = "of-this-test";

    @TempDir
    Path folder;

    @Test
    void takesThoseWithACertificateOfTheLaboratoriesAndNobodyElse() throws Exception {
        KeyStore hub = keys("hub");
        KeyStore laboratory = keys("laboratory");
        KeyStore stranger = keys("stranger");
        MllpConfig.Tls tls = new MllpConfig.Tls(
                folder.resolve("hub.crt"), folder.resolve("hub.key"), Optional.of(folder.resolve("laboratory.crt")));
        HttpConfig config = new HttpConfig("127.0.0.1", 0, Optional.of(tls), List.of(), TestServer.LIMITS);
        try (HubServer server = HubServer.of(config, TestServer.CATALOG, folder.resolve("bodies"), () -> true)) {
            server.listen();
            URI feeds = URI.create(server.address() + "/feeds");

            // The gate lets it through to routes that this server does not have.
            assertThat(get(hub, laboratory, feeds).statusCode()).isEqualTo(404);
            assertThatThrownBy(() -> get(hub, stranger, feeds)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(hub, null, feeds)).isInstanceOf(IOException.class);
        }
    }

    /** @param own what the client shows, or null */
    private static HttpResponse<String> get(KeyStore hub, KeyStore own, URI address) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("hub", hub.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(own, SECRET.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : shown.getKeyManagers(), trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A key and its own certificate: as a key store, and as PEM files of that name. */
    private KeyStore keys(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        SECRET)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, SECRET.toCharArray());
        }
        pem(name + ".crt", "CERTIFICATE", store.getCertificate("key").getEncoded());
        pem(
                name + ".key",
                "PRIVATE KEY",
                store.getKey("key", SECRET.toCharArray()).getEncoded());
        return store;
    }

    private void pem(String file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
