package io.assayhub.boot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.assayhub.boot.demo.LabFiles;
import io.assayhub.wire.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What somebody does who starts the demo, opens its console and decides what is left for her; in a real browser. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoBrowserIT {
    private static final List<String> DECOYS = List.of(LabFiles.DECOY_INITIALS, LabFiles.DECOY_OPERATOR);
    private static final Pattern OF_A_SUBJECT = Pattern.compile("P003-\\d\\d-\\d{2,4}|\\b(PK|AD|FC)-\\d{6}\\b");
    private static final Pattern TRANSFERS = Pattern.compile("All ([\\d,]+) transfers");
    private static final int MOST_PAGES = 500;

    private static DemoProcess demo;
    private static String console;
    private static Browser browser;
    private static final Set<Long> seenLive = new TreeSet<>();

    @BeforeAll
    static void watchTheDemo() throws Exception {
        demo = DemoProcess.start();
        console = demo.await("watch it in the console: (http\\S+)");
        browser = new Browser(console.replace("/console/", ""));
        Page page = browser.tab();
        // The hub is killed early in the story and comes back; so does a browser that is on its page by then.
        Browser.patiently()
                .ignoreExceptionsMatching(
                        e -> String.valueOf(e.getMessage()).matches("(?s).*(ERR_CONNECTION_|chrome-error:).*"))
                .until(() -> page.navigate("/console/").ok());
        Browser.patiently().until(() -> {
            Matcher all = TRANSFERS.matcher(page.locator("main").innerText());
            if (all.find()) {
                seenLive.add(Long.parseLong(all.group(1).replace(",", "")));
            }
            page.waitForTimeout(200);
            return demo.hasSaid("The hub stays up.");
        });
        page.context().close();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @AfterEach
    void noPageHadAFault() {
        assertThat(browser.faults()).isEmpty();
    }

    private static Page open(String path) {
        Page page = browser.tab();
        page.navigate(path);
        return page;
    }

    private static void sign(Locator form, String why) {
        form.getByLabel("Your name").fill("J. Doe");
        form.getByLabel("Reason, without subject data").fill(why);
    }

    @Test
    @Order(1)
    void theOverviewFollowsTheDemoWithoutBeingLoadedAgain() {
        assertThat(seenLive).as("counts of transfers that were shown").hasSizeGreaterThan(5);
        Page page = open("/console/");
        assertThat(page.locator(".state.good")).containsText("The books balance");
        assertThat(page.locator("main")).containsText("Transfers the gate stopped");
        assertThat(page.locator("main table").last()).containsText("runs");
    }

    @Test
    @Order(2)
    void findsAHeldResultAndReleasesIt() {
        Page page = open("/console/");
        page.locator("header input[name=q]").fill("PK-900003");
        page.keyboard().press("Enter");
        page.getByText("held").first().click();
        assertThat(page.locator("main")).containsText("PK-900003");
        Locator form = page.locator("form.decide").first();
        sign(form, "dates looked up with the laboratory");
        form.locator("button[value=release]").click();
        assertThat(page.locator(".notice")).containsText("Released");
        Browser.patiently().untilAsserted(() -> {
            page.navigate("/console/search?q=PK-900003");
            assertThat(page.locator("main").innerText()).contains("ng/mL");
        });
        page.context().close();
    }

    @Test
    @Order(3)
    void decidesAboutAFileThatTheGateHasStopped() {
        Page page = open("/console/transfers?state=stopped");
        page.getByText("P003_PK_009.csv").click();
        assertThat(page.locator(".state.warn")).containsText("Stopped by the gate");
        Locator form = page.locator("#gate");
        sign(form, "the laboratory had changed the unit");
        form.locator("button[value=dismiss]").click();
        assertThat(page.locator(".notice").first()).containsText("Dismissed");
        Browser.patiently().untilAsserted(() -> {
            page.reload();
            assertThat(page.locator(".state").first().innerText()).contains("everything in it is accounted for");
        });
        page.context().close();
    }

    @Test
    @Order(4)
    void drawsThePlotOfASubject() {
        Page page = open("/console/search?q=PK-900003");
        page.locator("main a[href*='/console/subjects/']").first().click();
        assertThat(page.locator("[data-plot] canvas").first()).isVisible();
        Locator log = page.getByText("Logarithmic").first();
        log.click();
        assertThat(log).hasAttribute("aria-pressed", "true");
        Object drawn = page.locator("[data-plot] canvas")
                .first()
                .evaluate("c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + " let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }");
        assertThat(((Number) drawn).longValue()).as("pixels drawn").isGreaterThan(500);
        page.context().close();
    }

    @Test
    @Order(4)
    void drawsTheTiersOfAntibodiesOnTheTimeLineOfASubject() {
        Page page = open(withTiters());
        Locator rows = page.locator("svg.tiers .name");
        assertThat(rows).hasText(new String[] {"Screening", "Confirmatory", "Titer"});
        Locator positive = page.locator("svg.tiers .mark.positive").first();
        assertThat(positive.locator("text")).hasText("+");
        assertThat(positive.locator("title")).containsText(": positive");
        assertThat(page.locator("svg.tiers .mark.number text").first()).hasText(Pattern.compile("<?\\d+(\\.\\d+)?"));
        assertThat(page.locator("[data-plot]:has(svg.tiers)"))
                .hasAttribute("aria-label", Pattern.compile(".*Screening: \\d+ positive.*in the tables below.*"));
        // On the axis of the plot above: the first sample and the last stand within it.
        Object within = page.evaluate("""
                () => { const over = document.querySelector('.uplot:has(svg.tiers) .u-over').getBoundingClientRect();
                  return [...document.querySelectorAll('svg.tiers circle')].map(c => c.getBoundingClientRect())
                    .every(c => c.left >= over.left - 9 && c.right <= over.right + 9); }""");
        assertThat(within).isEqualTo(true);
        page.context().close();
    }

    /** A subject with antibodies that were titrated. */
    private static String withTiters() {
        Page page = open("/console/search?q=P003-0");
        Set<String> subjects = new LinkedHashSet<>();
        page.locator("main a[href^='/console/subjects/']").all().forEach(a -> subjects.add(a.getAttribute("href")));
        for (String subject : subjects) {
            page.navigate(subject);
            if (page.locator("th").getByText("Titer").count() > 0) {
                page.context().close();
                return subject;
            }
        }
        throw new AssertionError("no subject with titers");
    }

    @Test
    @Order(4)
    void showsWhatTheLaboratorySentForAVersion() {
        List<String> complaints = new ArrayList<>();
        for (Page page : List.of(browser.tab(), browser.tab(390, 844, ColorScheme.DARK))) {
            page.navigate("/console/search?q=PK-900003"); // The only one that it finds is opened.
            assertThat(page.locator(".sent")).hasCount(0);
            page.getByText("Show it as sent").first().click();
            assertThat(page.locator(".sent td").getByText("PK-900003")).isVisible();
            assertThat(page.locator("h1")).hasCount(1);
            complaints.addAll(Browser.complaints(page));
            page.context().close();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(4)
    void holdsResultsAgainstTheSpecimensThatTheEdcExpects() {
        Page page = open("/console/reconcile");
        assertThat(page.locator("main")).containsText("collected and not reported");
        page.locator("table a[href*='state=not-done']").last().click();
        assertThat(page.locator("#list")).containsText("not done");
        page.getByLabel("State").selectOption("not-reported");
        page.waitForURL("**state=not-reported**");
        assertThat(page.locator("#list")).not().containsText("not done");
        page.getByLabel("Visit").selectOption("Follow-up 2");
        page.waitForURL(Pattern.compile("visit=Follow-up(\\+|%20)2"));
        assertThat(page.locator("#list tbody tr")).hasCount(3);
        page.context().close();
    }

    @Test
    @Order(5)
    void everyPageIsAccessibleLightAndDarkAtADeskAndOnAPhone() {
        List<String> pages = List.of(
                "/console/",
                "/console/waiting",
                "/console/transfers",
                "/console/rejects",
                "/console/feeds",
                "/console/feeds/bioanalysis-pk",
                "/console/reconcile",
                "/console/reconcile?state=not-reported",
                "/console/replay",
                "/console/routes",
                "/console/audit",
                "/console/search?q=PK-0000");
        Page desk = browser.tab();
        Page phone = browser.tab(390, 844, ColorScheme.DARK);
        Set<String> all = new LinkedHashSet<>(pages);
        desk.navigate("/console/search?q=PK-900003");
        all.add(URI.create(desk.url()).getPath());
        all.add(path(desk, "/console/subjects/"));
        desk.navigate("/console/transfers");
        all.add(path(desk, "/console/transfers/"));
        desk.navigate("/console/waiting");
        all.add(path(desk, "/console/waiting/item"));
        List<String> complaints = new ArrayList<>();
        for (String each : all) {
            for (Page page : List.of(desk, phone)) {
                page.navigate(each);
                assertThat(page.locator("h1")).isVisible();
                complaints.addAll(Browser.complaints(page));
            }
        }
        assertThat(complaints).isEmpty();
        desk.context().close();
        phone.context().close();
    }

    /** The first address on a page that begins so. */
    private static String path(Page page, String beginning) {
        return page.locator("main a[href^='" + beginning + "']").first().getAttribute("href");
    }

    @Test
    @Order(6)
    void isUsedByKeyboard() {
        Page page = open("/console/feeds");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/feeds#content");
        page.keyboard().press("/");
        assertThat(page.locator("header input[name=q]")).isFocused();
        page.keyboard().type("P003_PK_010.csv");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).containsText("P003_PK_010.csv");
        page.context().close();
    }

    /** Names of people stand in what the demo's laboratories send; nothing but the source may have them behind the intake. */
    @Test
    @Order(7)
    void nothingOfASubjectStandsWhereItDoesNotBelong() throws Exception {
        assertThat(pages(decoysIn("a page"))).as("pages read").isGreaterThan(60);

        String log = Files.readString(Path.of(demo.await("its log: (\\S+)")));
        assertThat(log).isNotEmpty();
        decoysIn("the log").accept(log);
        assertThat(OF_A_SUBJECT.matcher(log).results().map(m -> m.group()).distinct())
                .as("numbers of subjects and specimens in the log")
                .isEmpty();

        String metrics = get("/observe/metrics").body();
        decoysIn("the metrics").accept(metrics);
        assertThat(OF_A_SUBJECT.matcher(metrics).find()).isFalse();

        TopicReader reader = new TopicReader(Map.of("bootstrap.servers", demo.await("Kafka of its own at (\\S+)")));
        int[] records = {0};
        for (Topic topic : Topic.values()) {
            assertThat(OF_A_SUBJECT.matcher(topic.name("assay")).find()).isFalse();
            if (topic == Topic.SOURCE || topic == Topic.REGISTRATIONS) {
                continue;
            }
            reader.readAll(topic, "assay", record -> {
                records[0]++;
                StringBuilder all = new StringBuilder();
                all.append(record.key() == null ? "" : new String(record.key(), ISO_8859_1));
                all.append(record.value() == null ? "" : new String(record.value(), UTF_8));
                record.headers().forEach(h -> all.append(h.key()).append(new String(h.value(), UTF_8)));
                decoysIn(topic.toString()).accept(all.toString());
            });
        }
        assertThat(records[0]).isGreaterThan(1000);
    }

    private static Consumer<String> decoysIn(String where) {
        return text -> assertThat(DECOYS).as(where).noneMatch(text::contains);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(console).resolve(path)).build(), BodyHandlers.ofString());
    }

    /** Every page that can be reached from the overview, each once; returns how many. */
    private static int pages(Consumer<String> reader) throws Exception {
        Pattern link = Pattern.compile("href=\"(/console/[^\"#]*)\"");
        Set<String> known = new LinkedHashSet<>(List.of("/console/"));
        Deque<String> next = new ArrayDeque<>(known);
        int read = 0;
        while (!next.isEmpty() && read < MOST_PAGES) {
            String path = next.remove();
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).as(path).isIn(200, 303);
            reader.accept(page.body());
            read++;
            Matcher links = link.matcher(page.body());
            while (links.find()) {
                String found = links.group(1).replace("&amp;", "&");
                if (!found.startsWith("/console/assets/") && known.add(found)) {
                    next.add(found);
                }
            }
        }
        return read;
    }

    @Test
    @Order(8)
    void replaysARejectAfterTheMappingWasMended() throws Exception {
        Path feed = Path.of(demo.await("into (\\S+bioanalysis-pk.yaml)"));
        Files.writeString(feed, Files.readString(feed).replace("invalid: [INVALID]", "invalid: [INVALID, HEMOLYZED]"));
        demo.await("The hub runs with it.");
        Page page = open("/console/rejects");
        page.locator("main a[href*='code=AH-']").first().click();
        page.getByText("with today's mapping").first().click();
        page.getByText("Show what would change").click();
        Browser.patiently().untilAsserted(() -> {
            page.reload();
            assertThat(page.locator(".state.warn").innerText()).contains("1 of ");
        });
        assertThat(page.locator("summary").first()).containsText("new: entry");
        assertThat(Browser.complaints(page)).isEmpty();
        sign(page.locator("form.decide"), "agreed with the laboratory");
        page.locator("form.decide button").click();
        assertThat(page.locator(".state.good")).containsText("Taken in");
        assertThat(Browser.complaints(page)).isEmpty();
        page.getByText("taken in", new Page.GetByTextOptions().setExact(true))
                .last()
                .click();
        Browser.patiently().untilAsserted(() -> {
            page.reload();
            assertThat(page.locator("main").innerText()).contains("Replay of", "= new\t1");
        });
        page.navigate("/console/search?q=PK-900002");
        assertThat(page.locator("main")).containsText("absent: error");
        page.navigate("/console/reconcile?visit=Injection+1&state=not-reported");
        assertThat(page.locator("#list")).containsText("No expected specimen is like this");
        page.navigate("/console/audit");
        assertThat(page.locator("main")).containsText("agreed with the laboratory");
        page.context().close();
    }
}
