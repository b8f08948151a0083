package io.assayhub.boot;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A Chromium without a window: the one that is installed, else the one that Playwright brings. Remembers what went wrong on
 * any of its pages: errors of scripts, refusals of the content security policy, requests to anywhere else.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String address;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    /** @param address of the hub, without a path */
    Browser(String address) {
        this.address = address;
        Optional<Path> installed = installed();
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(installed.isPresent() ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of()));
        // There is no graphics hardware in a test, and drawing as if there were takes longer than drawing.
        LaunchOptions options = new LaunchOptions().setArgs(List.of("--disable-gpu"));
        installed.ifPresent(options::setExecutablePath);
        chromium = playwright.chromium().launch(options);
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A tab of somebody who was never here, on a screen of this size. */
    Page tab(int width, int height, ColorScheme colours) {
        BrowserContext context = chromium.newContext(new NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(width, height)
                .setColorScheme(colours));
        context.setDefaultTimeout(20_000);
        context.onRequest(request -> {
            if (!URI.create(request.url())
                    .getAuthority()
                    .equals(URI.create(address).getAuthority())) {
                faults.add("asked another host: " + request.url());
            }
        });
        Page page = context.newPage();
        page.onPageError(error -> faults.add("error of a script: " + error));
        page.onConsoleMessage(message -> {
            // The browser says there too that a page was answered with 403 or 404, which tests ask for.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                faults.add("error: " + message.text());
            }
        });
        return page;
    }

    /** A desk's screen, light. */
    Page tab() {
        return tab(1280, 900, ColorScheme.LIGHT);
    }

    /** Waits on the thread that called, for no other may speak to the browser. */
    static ConditionFactory patiently() {
        return Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100));
    }

    /** What speaks against a page: rules of WCAG 2.2 A and AA, as far as axe can tell, and what has to be scrolled sideways. */
    static List<String> complaints(Page page) {
        // What is being faded in has the colours of neither state.
        page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished))");
        List<String> complaints = new ArrayList<>();
        new AxeBuilder(page)
                // No page has frames, for which it would open a page of its own each time.
                .setLegacyMode(true)
                // Rows are all made alike, and a page may have a hundred.
                .exclude("tbody tr:nth-child(n+9)")
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze()
                .getViolations()
                .forEach(rule -> complaints.add(page.url() + " " + rule.getId() + ": " + rule.getHelp() + " "
                        + rule.getNodes().stream()
                                .limit(3)
                                .map(node -> node.getHtml())
                                .toList()));
        Object beyond =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (((Number) beyond).intValue() > 0) {
            complaints.add(page.url() + " is " + beyond + " pixels wider than the screen");
        }
        return complaints;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
