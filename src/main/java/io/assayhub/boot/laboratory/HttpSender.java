package io.assayhub.boot.laboratory;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Posts each delivery as a transfer of one feed. */
public final class HttpSender implements Sender {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String transfers;

    /** A sender to this machine. */
    public HttpSender(int port, String feed) {
        this.transfers = "http://127.0.0.1:" + port + "/feeds/" + feed + "/transfers?name=";
    }

    @Override
    public boolean send(String name, byte[] bytes) throws IOException, InterruptedException {
        URI uri = URI.create(transfers + URLEncoder.encode(name, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        // Refused as a whole, it has a receipt that says why.
        return status == 200 || status == 202 || status == 422;
    }

    @Override
    public void close() {
        // The client's threads end by themselves.
    }
}
