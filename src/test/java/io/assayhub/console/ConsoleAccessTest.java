package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.AccessConfig;
import io.assayhub.config.AccessConfig.Account;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.PasswordHash;
import io.assayhub.config.Problems;
import io.assayhub.config.Role;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.model.Hash128;
import io.assayhub.route.http.HubServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the console lets in, over HTTP, before pages that do nothing. */
class ConsoleAccessTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String TOKEN = "assay_machine";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD.toCharArray(), new byte[16]);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private HubServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Role... roles) throws Exception {
        List<Account> accounts =
                roles.length == 0 ? List.of() : List.of(new Account("J. Doe", HASH, Set.copyOf(Arrays.asList(roles))));
        AccessConfig access = new AccessConfig(true, accounts, Duration.ofMinutes(30), Duration.ofHours(12));
        String digest = HexFormat.of().formatHex(Hash128.sha256().digest(TOKEN.getBytes(UTF_8)));
        HttpConfig http = new HttpConfig(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of(new HttpConfig.Token("machine", digest, Set.of(), Optional.of(Role.VIEWER))),
                HttpConfig.DEFAULT.limits());
        Visitors visitors = new Visitors(access, http, Clock.systemUTC(), new SecureRandom());
        View view = new View(new Templates(), visitors, () -> new Frame.IndexState(true, 0));
        ErrorPages errors = new ErrorPages(view);
        LoginPages login = new LoginPages(view, visitors);
        ConsoleRoutes.Page page =
                ask -> view.page(ask, "Done by " + ask.person().name(), "", "error", Map.of("what", "x"));
        ConsoleRoutes routes = new ConsoleRoutes(visitors, errors)
                .open("GET", "/login", login::form)
                .open("POST", "/login", login::login)
                .open("POST", "/logout", login::logout)
                .get("", page)
                .get("/see", page)
                .get("/broken", ask -> {
                    throw new IllegalStateException("a defect");
                })
                .post("/decide", Right.DECIDE, page)
                .post("/administer", Right.ADMINISTER, page);
        Problems problems = new Problems();
        MappingCatalog catalog =
                MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), problems);
        server = HubServer.of(http, catalog, folder.resolve("bodies"), () -> true);
        server.mount(new Console(visitors, routes, errors, new Live(Map.of()), false)::mount);
        server.listen();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return client.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> form, String... headers) throws Exception {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8))
                .append('&'));
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString()));
        return client.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<String> answer) {
        String header = answer.headers().firstValue("set-cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private static String formToken(HttpResponse<String> page) {
        Matcher field = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(field.find()).isTrue();
        return field.group(1);
    }

    /** Logs in and returns the cookie of the session. */
    private String login(String password) throws Exception {
        HttpResponse<String> page = get("/console/login");
        HttpResponse<String> answer = post(
                "/console/login",
                Map.of("form", formToken(page), "name", "J. Doe", "password", password),
                "Cookie",
                cookie(page));
        assertThat(answer.statusCode()).isEqualTo(303);
        return cookie(answer);
    }

    @Test
    void leadsWhoIsNotKnownToTheLoginAndTellsNothing() throws Exception {
        start(Role.VIEWER);
        HttpResponse<String> answer = get("/console/see");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).contains("/console/login?to=see");
        assertThat(answer.body()).isEmpty();
        assertThat(get("/console/no/such").statusCode()).isEqualTo(303);
        HttpResponse<String> login = get("/console/login");
        assertThat(post("/console/decide", Map.of("form", formToken(login)), "Cookie", cookie(login))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/console/live/overview").statusCode()).isEqualTo(403);
    }

    @Test
    void letsInWithNameAndPasswordUntilTheLogout() throws Exception {
        start(Role.VIEWER);
        String session = login(PASSWORD);
        HttpResponse<String> page = get("/console/see", "Cookie", session);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Done by J. Doe").doesNotContain("open to everybody");
        post("/console/logout", Map.of("form", formToken(page)), "Cookie", session);
        assertThat(get("/console/see", "Cookie", session).statusCode()).isEqualTo(303);
    }

    @Test
    void givesASessionItsOwnCookieThatNoScriptAndNoOtherSiteGets() throws Exception {
        start(Role.VIEWER);
        HttpResponse<String> page = get("/console/login");
        assertThat(page.headers().firstValue("set-cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(login(PASSWORD)).isNotEqualTo(cookie(page));
    }

    @Test
    void saysNotWhetherTheNameOrThePasswordIsWrongAndSlowsGuessesDown() throws Exception {
        start(Role.VIEWER);
        HttpResponse<String> page = get("/console/login");
        HttpResponse<String> answer = null;
        for (int i = 0; i < 5; i++) {
            answer = post(
                    "/console/login",
                    Map.of("form", formToken(page), "name", i == 0 ? "nobody" : "J. Doe", "password", "wrong"),
                    "Cookie",
                    cookie(page));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("Name or password is wrong.");
        }
        answer = post(
                "/console/login",
                Map.of("form", formToken(page), "name", "J. Doe", "password", PASSWORD),
                "Cookie",
                cookie(page));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("Too many wrong passwords");
    }

    @Test
    void refusesAFormWithoutItsFieldOrWithThatOfAnotherBrowser() throws Exception {
        start(Role.ADMINISTRATOR);
        String session = login(PASSWORD);
        String other = formToken(get("/console/login"));
        assertThat(post("/console/decide", Map.of("a", "b"), "Cookie", session).statusCode())
                .isEqualTo(403);
        assertThat(post("/console/decide", Map.of("form", other), "Cookie", session)
                        .body())
                .contains("This form is no longer valid");
        assertThat(post("/console/login", Map.of("name", "J. Doe", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        String own = formToken(get("/console/see", "Cookie", session));
        assertThat(post("/console/decide", Map.of("form", own), "Cookie", session)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatTheRoleDoesNotAllow() throws Exception {
        start(Role.VIEWER, Role.UNBLINDED_VIEWER);
        String session = login(PASSWORD);
        String field = formToken(get("/console/see", "Cookie", session));
        HttpResponse<String> decided = post("/console/decide", Map.of("form", field), "Cookie", session);
        assertThat(decided.statusCode()).isEqualTo(403);
        assertThat(decided.body()).contains("the role operator");
    }

    @Test
    void anOperatorDecidesAndDoesNotAdminister() throws Exception {
        start(Role.OPERATOR);
        String session = login(PASSWORD);
        String field = formToken(get("/console/see", "Cookie", session));
        assertThat(post("/console/decide", Map.of("form", field), "Cookie", session)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/console/administer", Map.of("form", field), "Cookie", session)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesAFormFromAnotherSite() throws Exception {
        start(Role.ADMINISTRATOR);
        String session = login(PASSWORD);
        String field = formToken(get("/console/see", "Cookie", session));
        assertThat(post(
                                "/console/decide",
                                Map.of("form", field),
                                "Cookie",
                                session,
                                "Origin",
                                "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aMachineSeesByItsTokenWhatItsRoleAllows() throws Exception {
        start(Role.ADMINISTRATOR);
        assertThat(get("/console/see", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(post("/console/decide", Map.of("a", "b"), "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/console/see", "Authorization", "Bearer x").statusCode())
                .isEqualTo(303);
    }

    @Test
    void withoutAccountsItIsOpenAndSaysSo() throws Exception {
        start();
        HttpResponse<String> page = get("/console/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("This console is open to everybody on this machine");
        assertThat(post("/console/administer", Map.of("a", "b")).statusCode()).isEqualTo(403);
    }

    @Test
    void everyAnswerForbidsForeignScriptsAndFrames() throws Exception {
        start();
        for (String path : List.of("/console/", "/console/login", "/console/nothing", "/console/broken")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().firstValue("content-security-policy"))
                    .contains("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            assertThat(answer.body()).doesNotContain("a defect", "style=", "onclick");
        }
        assertThat(get("/console/broken").statusCode()).isEqualTo(500);
        assertThat(get("/console/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void servesItsOwnAssetsForEverAndNothingElse() throws Exception {
        start();
        Matcher asset = Pattern.compile("(?:href|src)=\"(/console/assets/[^\"]+)\"")
                .matcher(get("/console/").body());
        int found = 0;
        while (asset.find()) {
            HttpResponse<String> answer = get(asset.group(1));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
            found++;
        }
        assertThat(found).isEqualTo(4);
        assertThat(get("/console/assets/0000000000000000/console.css").statusCode())
                .isEqualTo(404);
    }

    @Test
    void leadsABrowserThere() throws Exception {
        start();
        assertThat(get("/", "Accept", "text/html").headers().firstValue("location"))
                .contains("/console/");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }
}
