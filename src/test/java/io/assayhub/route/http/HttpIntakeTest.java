package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import io.assayhub.wire.NormalisedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What senders are answered over HTTP, by the routes as they ship, without Kafka. */
@Timeout(60)
class HttpIntakeTest {
    private static final String TABLE = """
            STUDYID,USUBJID,PCTESTCD,PCTEST,PCSPEC,PCDTC,PCORRES,PCORRESU,VISITNUM,PCTPT
            S1,S1-1,X,X,PLASMA,2020-01-01,1.5,ng/mL,1,PRE
            S1,S1-2,X,X,PLASMA,2020-01-01,2.5,ng/mL,1,PRE
            """;
    private static final byte[] GOOD = TABLE.getBytes(UTF_8);
    private static final byte[] BAD = TABLE.replace("1.5", "1;5").getBytes(UTF_8);
    private static final String TRANSFERS = "/feeds/sdtm-pc/transfers";
    private static final String CSV = "text/csv";

    @TempDir
    private Path folder;

    private final HeldProducer producer = new HeldProducer();
    private TestServer server;

    /** Acknowledges at once, unless it is away or held. */
    private static final class HeldProducer extends MockProducer<byte[], byte[]> {
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile boolean away;

        private HeldProducer() {
            super(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            try {
                assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (away) {
                callback.onCompletion(null, new TimeoutException("away"));
                return CompletableFuture.failedFuture(new TimeoutException("away"));
            }
            return super.send(record, callback);
        }

        private List<NormalisedRecord.End> ends() {
            return history().stream()
                    .filter(r -> r.topic().equals("t.normalised"))
                    .map(r -> NormalisedRecord.decode(r.headers(), r.value()))
                    .filter(NormalisedRecord.End.class::isInstance)
                    .map(NormalisedRecord.End.class::cast)
                    .toList();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(folder, producer, List.of());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.mapper().readTree(response.body());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(json(response).path("code").asText()).isEqualTo(code);
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
        assertThat(response.body())
                .doesNotContain("S1-1")
                .doesNotContain("io.assayhub")
                .doesNotContain("Exception");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void answersWhereTheReceiptWillBeWhenAllIsAcknowledged() throws Exception {
        HttpResponse<String> answer = server.post(TRANSFERS + "?name=pc.csv", GOOD, "Content-Type", CSV);
        assertThat(answer.statusCode()).isEqualTo(202);
        String transfer = json(answer).path("transfer").asText();
        assertThat(answer.headers().firstValue("location")).contains(TRANSFERS + "/" + transfer);
        assertThat(json(answer).path("entries").asLong()).isEqualTo(2);
        assertThat(producer.ends()).hasSize(3).allSatisfy(end -> {
            assertThat(end.transfer().value()).isEqualTo(transfer);
            assertThat(end.manifest().delivery()).isEqualTo("pc.csv");
        });
        assertThat(server.bodies()).isEmpty();
    }

    @Test
    void asksToSendAgainWhenKafkaIsAwayAndKeepsTheFirstArrival() throws Exception {
        producer.away = true;
        HttpResponse<String> away = server.post(TRANSFERS + "?name=pc.csv", GOOD, "Content-Type", CSV);
        assertProblem(away, 503, "AH-0811");
        assertThat(away.headers().firstValue("retry-after")).isPresent();
        assertThat(producer.ends()).isEmpty();
        assertThat(server.bodies()).isEmpty();
        producer.away = false;
        assertThat(server.post(TRANSFERS + "?name=later.csv", GOOD).statusCode())
                .isEqualTo(202);
        assertThat(server.post(TRANSFERS + "?name=pc.csv", GOOD).statusCode()).isEqualTo(202);
        List<NormalisedRecord.End> ends = producer.ends();
        assertThat(ends.get(0).manifest().delivery()).isEqualTo("later.csv");
        assertThat(ends.get(3).manifest().delivery()).isEqualTo("pc.csv");
        assertThat(ends.get(3).manifest().order())
                .as("tried first, so it is the older")
                .isLessThan(ends.get(0).manifest().order());
    }

    @Test
    void takesNothingBeforeTheHubIsReady() throws Exception {
        server.ready.set(false);
        assertProblem(server.post(TRANSFERS, GOOD, "Content-Type", CSV), 503, "AH-0811");
        assertProblem(server.get(TRANSFERS + "/" + "0".repeat(32)), 503, "AH-0811");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void saysWhyATransferIsRefusedAndWhereItsReceiptIs() throws Exception {
        HttpResponse<String> answer = server.post(TRANSFERS + "?name=pc.csv", BAD, "Content-Type", CSV);
        assertProblem(answer, 422, "AH-0109");
        assertThat(json(answer).path("receipt").asText())
                .isEqualTo(TRANSFERS + "/" + json(answer).path("transfer").asText());
        assertThat(json(answer).path("errors").get(1).path("column").asText()).isEqualTo("PCORRES");
        assertThat(answer.body()).as("cells stay with the sender").doesNotContain("1;5");
    }

    @Test
    void sameKeyAndContentGetTheSameAnswerAndOtherContentNone() throws Exception {
        HttpResponse<String> first = server.post(TRANSFERS, GOOD, "Idempotency-Key", "k-1");
        int sent = producer.history().size();
        HttpResponse<String> again = server.post(TRANSFERS, GOOD, "Idempotency-Key", "k-1");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("location"))
                .isEqualTo(first.headers().firstValue("location"));
        assertThat(producer.history()).hasSize(sent);
        assertProblem(server.post(TRANSFERS, BAD, "Idempotency-Key", "k-1"), 422, "AH-0809");
        assertThat(producer.ends().get(0).manifest().delivery())
                .as("the key is a name")
                .isEqualTo("k-1");
        assertProblem(server.post(TRANSFERS, GOOD, "Idempotency-Key", "a b"), 400, "AH-0805");
    }

    @Test
    void oneOfTwoThatComeAtOnceIsToldToWait() throws Exception {
        producer.held = new CountDownLatch(1);
        HttpRequest request = server.to(TRANSFERS + "?name=pc.csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(GOOD))
                .build();
        CompletableFuture<HttpResponse<String>> first =
                server.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> second =
                server.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        Object early = CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
        assertThat(early)
                .isInstanceOfSatisfying(
                        HttpResponse.class, r -> assertThat(r.statusCode()).isEqualTo(409));
        producer.held.countDown();
        assertThat(List.of(first.get().statusCode(), second.get().statusCode())).containsExactlyInAnyOrder(202, 409);
    }

    @Test
    void boundsWhatIsReceivedAtOnce() throws Exception {
        producer.held = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> taken = new ArrayList<>();
        for (int i = 0; i < TestServer.LIMITS.uploads(); i++) {
            taken.add(server.client.sendAsync(
                    server.to(TRANSFERS + "?name=" + i)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(GOOD))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).hasSize(taken.size()));
        HttpResponse<String> busy = server.post(TRANSFERS + "?name=more", GOOD);
        assertProblem(busy, 503, "AH-0812");
        assertThat(busy.headers().firstValue("retry-after")).contains("5");
        producer.held.countDown();
        for (CompletableFuture<HttpResponse<String>> one : taken) {
            assertThat(one.get().statusCode()).isEqualTo(202);
        }
        assertThat(server.post(TRANSFERS + "?name=more", GOOD).statusCode()).isEqualTo(202);
    }

    @Test
    void unpacksGzipWithinBounds() throws Exception {
        String transfer = json(server.post(TRANSFERS + "?name=pc.csv", GOOD))
                .path("transfer")
                .asText();
        HttpResponse<String> packed = server.post(TRANSFERS + "?name=pc.csv", gzip(GOOD), "Content-Encoding", "gzip");
        assertThat(json(packed).path("transfer").asText())
                .as("the same transfer")
                .isEqualTo(transfer);
        byte[] bomb = gzip(new byte[4 << 20]);
        assertThat(bomb.length).isLessThan(10_000);
        assertProblem(server.post(TRANSFERS, bomb, "Content-Encoding", "gzip"), 413, "AH-0808");
        assertProblem(server.post(TRANSFERS, GOOD, "Content-Encoding", "gzip"), 400, "AH-0815");
        byte[] cut = Arrays.copyOf(gzip(GOOD), 40);
        assertProblem(server.post(TRANSFERS, cut, "Content-Encoding", "gzip"), 400, "AH-0815");
        assertProblem(server.post(TRANSFERS, GOOD, "Content-Encoding", "br"), 415, "AH-0815");
        assertThat(server.bodies()).isEmpty();
    }

    @Test
    void refusesByTheHeadOfARequest() throws Exception {
        assertProblem(server.post("/feeds/nobody/transfers", GOOD), 404, "AH-0101");
        assertProblem(
                server.post(TRANSFERS, GOOD, "Content-Type", "application/x-www-form-urlencoded"), 415, "AH-0807");
        assertProblem(server.post(TRANSFERS, GOOD, "Content-Type", "application/hl7-v2"), 415, "AH-0807");
        assertProblem(server.post(TRANSFERS + "?name=..%2Fx", GOOD), 400, "AH-0806");
        assertProblem(
                server.post(TRANSFERS, GOOD, "Content-Disposition", "attachment; filename=\"../x\""), 400, "AH-0806");
        assertProblem(server.post("/feeds/bioanalysis-pk/transfers", GOOD), 400, "AH-0806");
        assertProblem(server.post(TRANSFERS + "?wait=soon", GOOD), 400, "AH-0805");
        HttpResponse<String> method = server.send(server.to(TRANSFERS).DELETE());
        assertProblem(method, 405, "AH-0804");
        assertThat(method.headers().firstValue("allow")).contains("POST");
        assertProblem(server.get("/nothing"), 404, "AH-0803");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLargeStatedOrNot() throws Exception {
        byte[] large = new byte[(1 << 20) + 100_000];
        assertThat(raw("POST " + TRANSFERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n"
                        + "Expect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .doesNotContain("100 Continue")
                .contains("AH-0808");
        StringBuilder chunked = new StringBuilder(
                "POST " + TRANSFERS + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        chunked.append(Integer.toHexString(large.length)).append("\r\n").append(new String(large, ISO_8859_1));
        assertThat(raw(chunked.toString())).startsWith("HTTP/1.1 413").contains("AH-0808");
        Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).isEmpty());
    }

    @Test
    void invitesTheBodyOfAnAcceptableHead() throws Exception {
        String head = "POST " + TRANSFERS + "?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + GOOD.length
                + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
        assertThat(raw(head + TABLE)).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 202 Accepted");
    }

    @Test
    void waitsForNobodyWhoSendsTooSlowly() throws Exception {
        String head = "POST " + TRANSFERS + "?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nSTUDYID";
        assertThat(raw(head)).startsWith("HTTP/1.1 408").contains("AH-0814");
        Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).isEmpty());
    }

    @Test
    void aSenderThatGoesAwayLeavesNothing() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("POST " + TRANSFERS
                                    + "?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nSTUDY")
                            .getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).hasSize(1));
        }
        Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).isEmpty());
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void triesAFileAndKeepsNothing() throws Exception {
        JsonNode tried = json(server.post("/feeds/sdtm-pc/try", BAD, "Content-Type", CSV));
        assertThat(tried.path("verdict").asText()).isEqualTo("refused");
        assertThat(tried.path("normalised").asLong()).isEqualTo(1);
        assertThat(tried.path("rejects").get(0).path("line").asLong()).isEqualTo(2);
        assertThat(tried.path("rejects").get(0).path("value").asText()).isEqualTo("1;5");
        assertThat(tried.path("rejects").get(0).path("code").asText()).isEqualTo("AH-0304");
        assertThat(json(server.post("/feeds/sdtm-pc/try", GOOD)).path("verdict").asText())
                .isEqualTo("accepted");
        assertThat(producer.history()).isEmpty();
        assertThat(server.bodies()).isEmpty();
    }

    private static byte[] form(String boundary, String fileName, byte[] content) {
        return ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: text/csv\r\n\r\n" + new String(content, ISO_8859_1) + "\r\n--" + boundary
                        + "--\r\n")
                .getBytes(ISO_8859_1);
    }

    @Test
    void triesTheFileOfABrowsersForm() throws Exception {
        HttpResponse<String> page = server.get("/feeds/sdtm-pc", "Accept", "text/html");
        assertThat(page.body()).contains("enctype=\"multipart/form-data\" action=\"/feeds/sdtm-pc/try\"");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        HttpResponse<String> result = server.post(
                "/feeds/sdtm-pc/try",
                form("xyz", "<b>pc.csv", BAD),
                "Content-Type",
                "multipart/form-data; boundary=xyz",
                "Accept",
                "text/html,application/xhtml+xml",
                "Origin",
                server.address());
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body())
                .contains("&lt;b&gt;pc.csv: 1 of 2 results understood, 1 rejected")
                .contains("<td>AH-0304</td><td class=\"n\">2</td><td>PCORRES</td><td>1;5</td>")
                .doesNotContain("<script");
        assertProblem(
                server.post(
                        "/feeds/sdtm-pc/try",
                        "--xyz--\r\n".getBytes(UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=xyz"),
                400,
                "AH-0805");
        assertProblem(
                server.post(
                        "/feeds/sdtm-pc/try",
                        form("xyz", "x", new byte[2 << 20]),
                        "Content-Type",
                        "multipart/form-data; boundary=xyz"),
                413,
                "AH-0808");
        Awaitility.await().untilAsserted(() -> assertThat(server.bodies()).isEmpty());
    }

    @Test
    void showsFeedsAndTheirAgreements() throws Exception {
        assertThat(json(server.get("/feeds")).path("feeds").findValuesAsText("feed"))
                .isEqualTo(TestServer.CATALOG.feedNames());
        assertThat(server.get("/feeds", "Accept", "text/html").body()).contains("<a href=\"/feeds/sdtm-pc\">");
        HttpResponse<String> agreement = server.get("/feeds/sdtm-pc/agreement");
        assertThat(agreement.body()).contains("<h1>Data transfer agreement: CDISC SDTM PC");
        assertThat(agreement.headers().firstValue("content-security-policy")).isPresent();
    }

    @Test
    void isCalledByNoOtherSitesPage() throws Exception {
        assertProblem(server.post(TRANSFERS, GOOD, "Origin", "https://example.org"), 403, "AH-0813");
        assertProblem(server.post(TRANSFERS, GOOD, "Origin", "null"), 403, "AH-0813");
        assertThat(raw("GET /feeds HTTP/1.1\r\nHost: rebound.example.org\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(producer.history()).isEmpty();
    }

    /** Writes bytes and reads until the connection ends or a whole answer is there. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            StringBuilder answer = new StringBuilder();
            try {
                out.write(request.getBytes(ISO_8859_1));
                out.flush();
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[4096];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    answer.append(new String(buffer, 0, count, ISO_8859_1));
                }
            } catch (IOException e) {
                assertThat(answer).as("the connection broke before an answer").isNotEmpty();
            }
            return answer.toString();
        }
    }

    @Test
    void nonsenseIsNeverADefectOfTheHub() throws Exception {
        Random random = new Random(20260301);
        String[] paths = {TRANSFERS, "/feeds/sdtm-pc/try", "/feeds", "/feeds/sdtm-pc", "/openapi.json", "/"};
        String[] names = {
            "Content-Disposition",
            "Idempotency-Key",
            "Content-Type",
            "Content-Encoding",
            "Accept",
            "Authorization",
            "CamelHttpResponseCode",
            "Expect2",
            "Range"
        };
        for (int i = 0; i < 300; i++) {
            String path = paths[random.nextInt(paths.length)];
            if (random.nextBoolean()) {
                path += "?" + printable(random, 8) + "=" + printable(random, 20) + "&name=" + printable(random, 12);
            }
            if (random.nextInt(4) == 0) {
                path = path + "/" + printable(random, 10);
            }
            StringBuilder request = new StringBuilder();
            boolean post = random.nextInt(3) > 0;
            request.append(post ? "POST " : "GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
            for (int h = random.nextInt(4); h > 0; h--) {
                request.append(names[random.nextInt(names.length)])
                        .append(": ")
                        .append(printable(random, 40))
                        .append("\r\n");
            }
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            if (random.nextInt(3) == 0) {
                body = Arrays.copyOf(GOOD, GOOD.length);
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            request.append("Connection: close\r\n");
            if (post) {
                request.append("Content-Length: ")
                        .append(body.length)
                        .append("\r\n\r\n")
                        .append(new String(body, ISO_8859_1));
            } else {
                request.append("\r\n");
            }
            String answer = raw(request.toString());
            assertThat(answer).as("%s: %s", i, request).startsWith("HTTP/1.").doesNotContain("io.assayhub");
            assertThat(answer).as("%s: %s", i, request).doesNotStartWith("HTTP/1.1 500");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(server.bodies()).isEmpty());
    }

    private static String printable(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            char c = (char) ('!' + random.nextInt(94));
            text.append(c == '#' || (c == '%' && random.nextBoolean()) ? 'x' : c);
        }
        return text.toString();
    }
}
