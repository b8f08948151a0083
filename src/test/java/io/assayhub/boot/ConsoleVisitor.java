package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the console, with a browser's cookies and without its scripts. */
final class ConsoleVisitor {
    private final String address;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    ConsoleVisitor(String address) {
        this.address = address;
    }

    ConsoleVisitor login(String name, String password) {
        HttpResponse<String> page = submit("/console/login", "/console/login", "name", name, "password", password);
        assertThat(page.uri().getPath()).isEqualTo("/console/");
        return this;
    }

    /** A page that has to be there. */
    String page(String path) {
        HttpResponse<String> page = get(path);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page.body();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    /**
     * Sends a form.
     *
     * @param from the page that has it
     * @param fields name, value, name, value
     */
    HttpResponse<String> submit(String from, String to, String... fields) {
        Matcher token = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(page(from));
        assertThat(token.find()).as("a form on " + from).isTrue();
        StringBuilder body = new StringBuilder("form=" + token.group(1));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(address + to))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return client;
    }
}
