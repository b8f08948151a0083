package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.assayhub.config.AccessConfig;
import io.assayhub.config.AccessConfig.Account;
import io.assayhub.config.PasswordHash;
import io.assayhub.config.Role;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.Topic;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console of a running hub, page by page and decision by decision, as different people. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConsoleIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String GATED = "gated";
    private static final String BLINDED = "sdtm-is";
    private static final String BLINDED_STUDY = "PILOT7";
    private static final String BLINDED_SUBJECT = "07-001-0005";
    private static final String ARM = "verum 30 mg";

    @TempDir
    static Path folder;

    @TempDir
    static Path mappings;

    private static TestHub hub;
    private static ConsoleVisitor viewer;
    private static ConsoleVisitor unblinded;
    private static ConsoleVisitor operator;
    private static ConsoleVisitor administrator;

    @BeforeAll
    static void start() throws Exception {
        TestMappings feeds = TestMappings.copyTo(mappings.resolve("fhir-mappings"))
                .withMore(BLINDED, "blinded: true")
                .withLabFeed(
                        GATED,
                        "{ kind: cumulative, order: { file-name: 'F(?<order>\\d).csv' }, stop-if: { corrected: 5%, missing: 1% } }");
        PasswordHash hash = PasswordHash.of(PASSWORD.toCharArray(), new byte[16]);
        AccessConfig access = new AccessConfig(
                true,
                List.of(
                        new Account("V. Iewer", hash, Set.of(Role.VIEWER)),
                        new Account("U. Nblinded", hash, Set.of(Role.UNBLINDED_VIEWER)),
                        new Account("O. Perator", hash, Set.of(Role.OPERATOR)),
                        new Account("A. Dmin", hash, Set.of(Role.ADMINISTRATOR))),
                Duration.ofMinutes(30),
                Duration.ofHours(12));
        hub = TestHub.start(TestHub.showing(folder, feeds.folder(), access), Clock.systemUTC());
        String address = hub.hub().http().orElseThrow().address();
        viewer = new ConsoleVisitor(address).login("V. Iewer", PASSWORD);
        unblinded = new ConsoleVisitor(address).login("U. Nblinded", PASSWORD);
        operator = new ConsoleVisitor(address).login("O. Perator", PASSWORD);
        administrator = new ConsoleVisitor(address).login("A. Dmin", PASSWORD);
        hub.registerInArm(BLINDED_STUDY, BLINDED_SUBJECT, ARM);
        hub.deliver(
                BLINDED, "blinded.csv", Files.readAllBytes(Path.of("src/test/resources/cases/sdtm-is/safety/in.csv")));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    /** Delivers a file of subjects nobody has registered, and returns the keys of what waits of them then. */
    private static List<String> held(String study, int results) {
        PcTable table = new PcTable().rows(study, "S-1", results);
        hub.drop("sdtm-pc", study + ".csv", table.bytes());
        List<String> keys = new ArrayList<>();
        Delivered.await().untilAsserted(() -> {
            keys.clear();
            Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]+)\"")
                    .matcher(operator.page("/console/waiting?feed=sdtm-pc&transfer="
                            + hub.receipt("sdtm-pc", study + ".csv").transfer()));
            while (key.find()) {
                keys.add(key.group(1));
            }
            assertThat(keys).hasSize(results);
        });
        return keys;
    }

    private static List<CommandRecord> commands(String why) {
        List<CommandRecord> commands = new ArrayList<>();
        new TopicReader(hub.hub().kafka().properties()).readAll(Topic.COMMANDS, "assay", message -> {
            CommandRecord command = CommandRecord.fromJson(message.value());
            if (command.why().equals(why)) {
                commands.add(command);
            }
        });
        return commands;
    }

    @Test
    void showsATransferItsResultsAndTheirWayFromTheSource() throws Exception {
        hub.deliver(
                "shown.csv",
                new PcTable("INITIALS")
                        .row("SHOWN", "S-1", "T1", "1.5", "QZX")
                        .row("SHOWN", "S-1", "T2", "<0.5", "QZX"));
        hub.deliver("shown2.csv", new PcTable().row("SHOWN", "S-1", "T1", "1.7"));
        String transfer = hub.receipt("sdtm-pc", "shown.csv").transfer();
        Delivered.await()
                .untilAsserted(() -> assertThat(viewer.page("/console/transfers/" + transfer))
                        .contains("shown.csv", "Balances: everything in it is accounted for", "every row was read"));
        assertThat(viewer.page("/console/transfers?feed=sdtm-pc")).contains("shown.csv", transfer);
        assertThat(viewer.page("/console/feeds")).contains("sdtm-pc", "No feed is overdue");
        assertThat(viewer.page("/console/feeds/sdtm-pc")).contains("shown2.csv");

        Delivered.await()
                .untilAsserted(() -> assertThat(viewer.page("/console/subjects/SHOWN/S-1"))
                        .contains("data-plot=", "1.7 ng/mL", "&lt; 0.5 ng/mL", "on-study"));
        Matcher result = Pattern.compile("/console/results/([0-9a-f]{32})\">1.7 ng/mL")
                .matcher(viewer.page("/console/subjects/SHOWN/S-1"));
        assertThat(result.find()).isTrue();
        assertThat(viewer.page("/console/results/" + result.group(1)))
                .contains("corrected, version 2", "What version 2 changed", "valueQuantity.value", "1.5", "1.7")
                .contains("row 1 of <strong>shown.csv</strong>", "row 1 of <strong>shown2.csv</strong>")
                .contains("<code>assay.audit</code>, partition", transfer);
        String source = "/console/results/" + result.group(1) + "/source/";
        assertThat(viewer.page(source + "1"))
                .contains("<th scope=\"row\">PCORRES</th><td>1.5</td>", "Line 2, row 1", "shown.csv")
                .contains("1 column that the feed does not read holds something")
                .doesNotContain("ACC-S-1-T2", "shown2.csv", "QZX");
        assertThat(viewer.page(source + "2")).contains("shown2.csv", "<td>1.7</td>");
        assertThat(viewer.get(source + "3").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhyTheSourceOfAVersionCannotBeShown() throws Exception {
        hub.deliver("expired.csv", new PcTable().row("EXPIRED", "S-1", "T1", "1.5"));
        Delivered.await()
                .untilAsserted(() ->
                        assertThat(viewer.page("/console/subjects/EXPIRED/S-1")).contains("/console/results/"));
        Matcher result =
                Pattern.compile("/console/results/[0-9a-f]{32}").matcher(viewer.page("/console/subjects/EXPIRED/S-1"));
        assertThat(result.find()).isTrue();
        expireSources();
        assertThat(viewer.page(result.group() + "/source/1"))
                .contains("The stored source cannot be read", "holds 0 of", "only the sender has it")
                .doesNotContain("ACC-S-1-T1");
    }

    /** What a topic's retention does, at once. */
    private static void expireSources() throws Exception {
        String topic = Topic.SOURCE.name("assay");
        try (Admin admin = Admin.create(new HashMap<>(hub.hub().kafka().properties()))) {
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                all.put(new TopicPartition(topic, i), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        }
    }

    @Test
    void searchFindsASubjectAnAccessionAFileATransferAndAnObservation() {
        hub.deliver("searched.csv", new PcTable().row("SEARCH", "S-77", "T9", "1.5"));
        String transfer = hub.receipt("sdtm-pc", "searched.csv").transfer();
        Delivered.await()
                .untilAsserted(() ->
                        assertThat(viewer.page("/console/search?q=ACC-S-77-T9")).contains("IMP321", "1.5 ng/mL"));
        assertThat(viewer.page("/console/search?q=S-77")).contains("Subject S-77");
        assertThat(viewer.page("/console/search?q=searched.csv")).contains("<code>" + transfer + "</code>");
        assertThat(viewer.page("/console/search?q=" + transfer)).contains("searched.csv");
        assertThat(viewer.page("/console/search?q=nothing-like-it")).contains("Nothing is known under");
    }

    @Test
    void anOperatorDismissesWhatWaitsAndItStandsInTheAuditUnderHerName() {
        List<String> keys = held("DISMISS", 3);
        HttpResponse<String> answer = operator.submit(
                "/console/waiting",
                "/console/waiting/decide",
                "action",
                "dismiss",
                "why",
                "sent to the wrong sponsor",
                "key",
                keys.get(0),
                "key",
                keys.get(1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("2 decisions: Dismissed.");
        Delivered.await()
                .untilAsserted(() -> assertThat(operator.page("/console/waiting"))
                        .doesNotContain("value=\"" + keys.get(0) + "\"", "value=\"" + keys.get(1) + "\"")
                        .contains("value=\"" + keys.get(2) + "\""));
        assertThat(commands("sent to the wrong sponsor"))
                .hasSize(2)
                .allSatisfy(c -> {
                    assertThat(c.by()).isEqualTo("O. Perator");
                    assertThat(c.action()).isEqualTo(Action.DISMISS);
                    assertThat(c.study() + "/" + c.subject()).isEqualTo("DISMISS/S-1");
                })
                .extracting(CommandRecord::hold)
                .containsExactlyInAnyOrder(keys.get(0), keys.get(1));
        Delivered.await()
                .untilAsserted(() ->
                        assertThat(viewer.page("/console/audit")).contains("O. Perator", "sent to the wrong sponsor"));
    }

    @Test
    void anOperatorReleasesATransferThatTheGateHasStopped() {
        hub.register("GATED", List.of("S-1"));
        LabTable table = LabTable.of("GATED").with(List.of("S-1"), 4);
        hub.deliver(GATED, "F1.csv", table.bytes());
        hub.deliver(GATED, "F2.csv", table.rewritten(4, result -> "1" + result).bytes());
        String transfer = hub.receipt(GATED, "F2.csv").transfer();
        String page = "/console/transfers/" + transfer;
        Delivered.await()
                .untilAsserted(() -> assertThat(operator.page(page))
                        .contains("Stopped by the gate", "corrected: 100.0 % of 4, limit 5 %"));
        assertThat(operator.page("/console/")).contains("Stopped by the gate: release or dismiss", transfer);
        assertThat(viewer.submit("/console/", page + "/decide", "action", "release", "why", "x")
                        .statusCode())
                .isEqualTo(403);
        assertThat(operator.submit(page, page + "/decide", "action", "release", "why", "the laboratory has confirmed")
                        .body())
                .contains("Released.", "Decided a moment ago: release by O. Perator");
        Delivered.await()
                .untilAsserted(() -> assertThat(operator.page(page))
                        .contains("Balances: everything in it is accounted for", "released"));
    }

    @Test
    void aDecisionNeedsAReasonThatDoesNotNameTheSubject() {
        List<String> keys = held("REASON", 1);
        for (String why : List.of("", "S-1 is wrong")) {
            HttpResponse<String> answer = operator.submit(
                    "/console/waiting", "/console/waiting/decide", "action", "dismiss", "why", why, "key", keys.get(0));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("Nothing was done", "The reason");
        }
        assertThat(operator.submit(
                                "/console/waiting",
                                "/console/waiting/decide",
                                "action",
                                "withdraw",
                                "why",
                                "x",
                                "key",
                                keys.get(0))
                        .statusCode())
                .isEqualTo(422);
        assertThat(commands("S-1 is wrong")).isEmpty();
    }

    @Test
    void aViewerIsShownNoFormAndRefusedTheDecision() {
        List<String> keys = held("VIEWER", 1);
        assertThat(viewer.page("/console/waiting/item?key=" + keys.get(0)))
                .contains("role operator", "<strong>1 ng/mL</strong>, final", "nothing published yet")
                .doesNotContain("value=\"dismiss\"");
        HttpResponse<String> answer = viewer.submit(
                "/console/", "/console/waiting/decide", "action", "dismiss", "why", "by a viewer", "key", keys.get(0));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You may not do this");
        assertThat(commands("by a viewer")).isEmpty();
    }

    @Test
    void aBlindedFeedIsAbsentForThoseWhoMayNotSeeIt() {
        String transfer = hub.receipt(BLINDED, "blinded.csv").transfer();
        String subject = "/console/subjects/" + BLINDED_STUDY + "/" + BLINDED_SUBJECT;
        Delivered.await()
                .untilAsserted(() -> assertThat(unblinded.page(subject)).contains("/console/results/"));
        Matcher id = Pattern.compile("/console/results/[0-9a-f]{32}").matcher(unblinded.page(subject));
        assertThat(id.find()).isTrue();
        assertThat(unblinded.page("/console/transfers")).contains("blinded.csv");
        assertThat(unblinded.page("/console/feeds/" + BLINDED)).contains("This feed is blinded");
        assertThat(unblinded.page(id.group())).contains(BLINDED);
        assertThat(unblinded.page(subject)).contains("arm " + ARM);
        String source = id.group() + "/source/1";
        assertThat(unblinded.get(source).statusCode()).isEqualTo(200);

        for (ConsoleVisitor blind : List.of(viewer, operator)) {
            assertThat(blind.page(subject)).doesNotContain("/console/results/", BLINDED, ARM);
            assertThat(blind.page("/console/transfers")).doesNotContain("blinded.csv", BLINDED);
            assertThat(blind.page("/console/feeds")).doesNotContain("/console/feeds/" + BLINDED + "\"");
            assertThat(blind.page("/console/search?q=blinded.csv")).contains("Nothing is known under");
            for (String hidden :
                    List.of("/console/transfers/" + transfer, "/console/feeds/" + BLINDED, id.group(), source)) {
                assertThat(blind.get(hidden).statusCode()).as(hidden).isEqualTo(404);
            }
        }
        assertThat(published(unblinded.page("/console/")))
                .isGreaterThanOrEqualTo(published(viewer.page("/console/")) + 6);
    }

    /** What the overview counts as published. */
    private static long published(String overview) {
        Matcher figure = Pattern.compile("Results published</span><div class=\"much\">([0-9,]+)")
                .matcher(overview);
        assertThat(figure.find()).isTrue();
        return Long.parseLong(figure.group(1).replace(",", ""));
    }

    @Test
    void theOverviewSaysThatTheBooksBalanceAndIsKeptFresh() throws Exception {
        hub.deliver("overview.csv", new PcTable().row("OVERVIEW", "S-1", "T1", "1.5"));
        Delivered.await()
                .untilAsserted(() -> assertThat(viewer.page("/console/")).contains("The books balance"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(hub.hub().http().orElseThrow().address() + "/console/live/overview"))
                .build();
        HttpResponse<Stream<String>> events = viewer.client().send(request, BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("content-type")).contains("text/event-stream");
        try (Stream<String> lines = events.body()) {
            assertThat(lines.filter(line -> line.startsWith("data: ")).findFirst())
                    .isPresent();
        }
    }

    @Test
    void anAdministratorStopsARouteAndStartsItAgain() {
        assertThat(operator.submit("/console/routes", "/console/routes/intake-subjects", "action", "stop", "why", "x")
                        .statusCode())
                .isEqualTo(403);
        for (String action : List.of("stop", "start")) {
            HttpResponse<String> answer = administrator.submit(
                    "/console/routes", "/console/routes/intake-file", "action", action, "why", "disk is being changed");
            assertThat(answer.body()).contains(action.equals("stop") ? "The route is stopped" : "The route is started");
        }
        assertThat(viewer.page("/console/routes")).contains("intake-file").doesNotContain("Stop it when");
        Delivered.await()
                .untilAsserted(() -> assertThat(viewer.page("/console/audit"))
                        .contains("stop-route", "start-route", "/intake-file</code>", "disk is being changed"));
    }

    private static Page loggedIn(Browser browser, String name) {
        Page page = browser.tab();
        page.navigate("/console/waiting");
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(PASSWORD);
        assertThat(Browser.complaints(page)).isEmpty();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/waiting");
        return page;
    }

    @Test
    void inABrowserAViewerIsOfferedNoDecisionAndRefusedOneThatIsForged() {
        List<String> keys = held("FORGED", 1);
        try (Browser browser = new Browser(hub.hub().http().orElseThrow().address())) {
            Page page = loggedIn(browser, "V. Iewer");
            assertThat(page.locator("main").innerText()).contains("AH-0501");
            assertThat(page.locator("form[action$='/decide'] button").count()).isZero();
            assertThat(page.locator("input[name=key]").count()).isZero();
            Object status = page.evaluate("""
                    async key => {
                      const body = new URLSearchParams({ form: document.querySelector('input[name=form]').value,
                        action: 'dismiss', why: 'forged in a browser', key });
                      return (await fetch('/console/waiting/decide', { method: 'POST', body })).status;
                    }""", keys.get(0));
            assertThat(status).isEqualTo(403);
            assertThat(page.context().cookies())
                    .allSatisfy(cookie -> assertThat(cookie.httpOnly).isTrue());
            assertThat(page.evaluate("() => document.cookie")).isEqualTo("");
            assertThat(browser.faults()).isEmpty();
        }
        assertThat(commands("forged in a browser")).isEmpty();
    }

    @Test
    void inABrowserABlindedFeedIsShownToNobodyWhoMayNotSeeIt() {
        String subject = "/console/subjects/" + BLINDED_STUDY + "/" + BLINDED_SUBJECT;
        Delivered.await()
                .untilAsserted(() -> assertThat(unblinded.page(subject)).contains("/console/results/"));
        try (Browser browser = new Browser(hub.hub().http().orElseThrow().address())) {
            Page page = loggedIn(browser, "O. Perator");
            for (String path : List.of(
                    subject,
                    "/console/",
                    "/console/transfers",
                    "/console/feeds",
                    "/console/rejects",
                    "/console/replay",
                    "/console/search?q=blinded.csv")) {
                page.navigate(path);
                assertThat(page.content()).as(path).doesNotContain("sdtm-is", "/console/results/");
                assertThat(page.locator("[data-plot]").count()).as(path).isZero();
            }
            Page other = loggedIn(browser, "U. Nblinded");
            other.navigate(subject);
            assertThat(other.locator("a[href*='/console/results/']").count()).isPositive();
            assertThat(browser.faults()).isEmpty();
        }
    }
}
