package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.boot.TestHub.Published;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.model.Hash128;
import io.assayhub.route.tcp.TestKeys;
import io.assayhub.wire.Json;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP over TLS with tokens, by the clients of others, into a hub with Kafka. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HttpIntakeIT {
    private static final String TOKEN = "assay_token-of-the-test";
    private static final String OTHER = "assay_token-of-another";
    private static final String TRANSFERS = "/feeds/sdtm-pc/transfers";

    @TempDir
    static Path folder;

    private static TestHub hub;
    private static String address;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        TestKeys keys = TestKeys.make(folder, "hub");
        HttpConfig http = new HttpConfig(
                "127.0.0.1",
                0,
                Optional.of(new MllpConfig.Tls(keys.certificate(), keys.key(), Optional.empty())),
                List.of(
                        new HttpConfig.Token("laboratory", sha256(TOKEN), Set.of("sdtm-pc")),
                        new HttpConfig.Token("other", sha256(OTHER), Set.of("sdtm-is"))),
                HttpConfig.DEFAULT.limits());
        hub = TestHub.start(TestHub.answering(folder.resolve("data"), http), Clock.systemUTC());
        address = hub.hub().http().orElseThrow().address();
        client = HttpClient.newBuilder().sslContext(keys.trusted()).build();
        hub.register("H1", List.of("H1-1", "H1-2"));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private static String sha256(String token) {
        return HexFormat.of().formatHex(Hash128.sha256().digest(token.getBytes(UTF_8)));
    }

    private static byte[] table(String time, String... values) {
        StringBuilder table =
                new StringBuilder("STUDYID,USUBJID,PCTESTCD,PCTEST,PCSPEC,PCDTC,PCORRES,PCORRESU,VISITNUM,PCTPT\n");
        for (int i = 0; i < values.length; i++) {
            table.append("H1,H1-" + (i + 1) + ",X,X,PLASMA,2020-01-01T10:00," + values[i] + ",ng/mL,1," + time + "\n");
        }
        return table.toString().getBytes(UTF_8);
    }

    private static HttpRequest.Builder to(String path, String token) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(String query, byte[] body) {
        return to(TRANSFERS + query, TOKEN)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static JsonNode json(String text) throws IOException {
        return Json.mapper().readTree(text);
    }

    private static List<String> published(String timepoint) {
        return hub.published(Topic.PK, "H1").stream()
                .map(Published::what)
                .filter(what -> what.contains(" " + timepoint + " "))
                .toList();
    }

    @Test
    void givesTheReceiptWhenTheResultsAreOut() throws Exception {
        HttpResponse<String> answer = send(post("?name=a.csv&wait=30", table("A", "1.50", "2.50")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode receipt = json(answer.body());
        assertThat(receipt.path("state").asText()).isEqualTo("closed");
        assertThat(receipt.path("balanced").asBoolean()).isTrue();
        assertThat(receipt.at("/manifest/delivery").asText()).isEqualTo("a.csv");
        assertThat(receipt.at("/counts/new").asLong()).isEqualTo(2);
        assertThat(published("A")).containsExactlyInAnyOrder("H1-1 A 1.50", "H1-2 A 2.50");

        String location = answer.headers().firstValue("location").orElseThrow();
        HttpResponse<String> later = send(to(location, TOKEN));
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(json(later.body())).isEqualTo(receipt);
        String elsewhere = location.replace("sdtm-pc", "sdtm-is");
        assertThat(send(to(elsewhere, OTHER)).statusCode())
                .as("of another feed")
                .isEqualTo(404);
    }

    @Test
    void theSameContentSentAgainIsTheSameTransferAndPublishedOnce() throws Exception {
        byte[] table = table("B", "3.5", "4.5");
        HttpResponse<String> first = send(post("?name=b.csv", table));
        assertThat(first.statusCode()).isEqualTo(202);
        HttpResponse<String> second = send(post("?name=b.csv&wait", table));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("location"))
                .isEqualTo(first.headers().firstValue("location"));
        assertThat(published("B")).containsExactlyInAnyOrder("H1-1 B 3.5", "H1-2 B 4.5");
    }

    @Test
    void transfersOfManySendersAtOnceAreEachTakenOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(client.sendAsync(
                    post("?wait&name=m" + i, table("M" + i, i + ".25")).build(), HttpResponse.BodyHandlers.ofString()));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = answers.get(i).get();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            expected.add("H1-1 M" + i + " " + i + ".25");
        }
        assertThat(hub.published(Topic.PK, "H1").stream().map(Published::what).filter(what -> what.contains(" M")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void knowsItsCallersAndWhatIsTheirs() throws Exception {
        HttpResponse<String> nobody = send(HttpRequest.newBuilder(URI.create(address + "/feeds")));
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(send(to("/feeds", "assay_guessed")).statusCode()).isEqualTo(401);
        assertThat(send(to("/feeds/sdtm-is", TOKEN)).statusCode()).isEqualTo(403);
        assertThat(send(to("/feeds/nobody", TOKEN)).statusCode()).isEqualTo(403);
        assertThat(json(send(to("/feeds", TOKEN)).body()).path("feeds").findValuesAsText("feed"))
                .containsExactly("sdtm-pc");
        assertThat(send(HttpRequest.newBuilder(URI.create(address + "/openapi.json")))
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(address)).build(),
                                HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void tellsFiguresOfAllFeedsToNoLaboratory() throws Exception {
        assertThat(send(to("/observe/metrics", TOKEN)).statusCode()).isEqualTo(401);
        assertThat(send(to("/observe/metrics", "nobody's")).statusCode()).isEqualTo(401);
        assertThat(send(to("/observe/health/ready", TOKEN)).body()).isEmpty();
    }

    @Test
    void curlSendsAFileAndTriesOne() throws Exception {
        Path file = Files.write(folder.resolve("c.csv"), table("C", "7.5", "not a number"));
        assertThat(json(curl("-F", "file=@" + file, address + "/feeds/sdtm-pc/try"))
                        .path("rejected")
                        .asLong())
                .isEqualTo(1);
        assertThat(published("C")).isEmpty();
        Files.write(file, table("C", "7.5"));
        JsonNode receipt = json(curl(
                "-H",
                "Content-Type: text/csv",
                "-H",
                "Content-Disposition: attachment; filename=\"c.csv\"",
                "-H",
                "Expect: 100-continue",
                "-H",
                "Transfer-Encoding: chunked",
                "--data-binary",
                "@" + file,
                address + TRANSFERS + "?wait"));
        assertThat(receipt.at("/manifest/delivery").asText()).isEqualTo("c.csv");
        assertThat(published("C")).containsExactly("H1-1 C 7.5");
    }

    private static String curl(String... arguments) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/curl",
                "-sS",
                "-m",
                "60",
                "--cacert",
                folder.resolve("hub.crt").toString(),
                "-H",
                "Authorization: Bearer " + TOKEN));
        command.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        return said;
    }
}
