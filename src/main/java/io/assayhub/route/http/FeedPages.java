package io.assayhub.route.http;

import io.assayhub.agreement.Agreement;
import io.assayhub.config.HttpConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a laboratory sees of its feed: the agreement, a page to try a file on, and what came of it. */
public final class FeedPages {
    private static final Logger LOG = LoggerFactory.getLogger(FeedPages.class);
    private static final List<String> HEAD =
            List.of("code", "line", "column", "cell", "what is wrong", "how to mend it");

    private final MappingCatalog catalog;
    private final HttpConfig.Limits limits;

    public FeedPages(MappingCatalog catalog, HttpConfig.Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    /** {@code GET /feeds}: those that the caller may use. */
    Reply list(Received request) {
        List<CompiledFeed> feeds = catalog.feedNames().stream()
                .filter(request.caller()::mayUse)
                .map(name -> catalog.feed(name).orElseThrow())
                .toList();
        if (request.wantsPage()) {
            Page page = new Page("Feeds");
            feeds.forEach(feed -> page.link(
                    "/feeds/" + feed.name(), feed.name() + ": " + feed.config().title()));
            return Reply.html(200, page.html());
        }
        return Reply.json(
                200, Map.of("feeds", feeds.stream().map(FeedPages::described).toList()));
    }

    private static Map<String, Object> described(CompiledFeed feed) {
        Map<String, Object> described = new LinkedHashMap<>();
        String address = "/feeds/" + feed.name();
        described.put("feed", feed.name().value());
        described.put("title", feed.config().title());
        described.put("version", feed.config().version());
        described.put("format", feed.config().format().form().name());
        described.put("page", address);
        described.put("agreement", address + "/agreement");
        described.put("try", address + "/try");
        described.put("transfers", address + "/transfers");
        return described;
    }

    /** {@code GET /feeds/FEED}: a form that tries a file. */
    Reply page(Received request) {
        CompiledFeed feed = feed(request);
        Page page = new Page(feed.config().title())
                .paragraph(
                        "Try a file before it is sent: it is read as the hub would read it, nothing of it is kept, and"
                                + " nothing of it goes anywhere.")
                .upload("/feeds/" + feed.name() + "/try", "File of the feed " + feed.name(), "Try it")
                .link("/feeds/" + feed.name() + "/agreement", "The data transfer agreement of this feed");
        return Reply.html(200, page.html());
    }

    /** {@code GET /feeds/FEED/agreement}. */
    Reply agreement(Received request) {
        return Reply.html(200, Agreement.of(feed(request)).html());
    }

    /** {@code POST /feeds/FEED/try}. */
    Reply tried(Received request) {
        CompiledFeed feed = feed(request);
        try {
            Path body = request.body().orElseThrow();
            String coding = Objects.requireNonNullElse(request.header("content-encoding"), "");
            Spool.Unpacked unpacked = coding.toLowerCase(Locale.ROOT).endsWith("gzip")
                    ? Spool.unpack(body, limits.body())
                    : Spool.Unpacked.WHOLE;
            return switch (unpacked) {
                case DAMAGED -> Reply.problem(400, ErrorCode.HTTP_DAMAGED);
                case TOO_LARGE -> Reply.problem(413, ErrorCode.HTTP_TOO_LARGE);
                case WHOLE -> tried(request, feed, Precheck.of(feed, body));
            };
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("A body could not be read back");
            return Reply.later(ErrorCode.HTTP_NOT_READY, 10);
        }
    }

    private static Reply tried(Received request, CompiledFeed feed, Precheck check) {
        if (!request.wantsPage()) {
            return Reply.json(200, check);
        }
        String file = request.uploadName().filter(name -> !name.isBlank()).orElse("The file");
        Page page = new Page(feed.config().title());
        page.verdict(file + ": " + check.normalised() + " of " + (check.normalised() + check.rejected())
                + " results understood, " + check.rejected() + " rejected, " + check.refused()
                + " rows that cannot be read. "
                + (check.isAccepted() ? "The hub would take it." : "The hub would refuse the file as a whole."));
        if (!check.isAccepted()) {
            page.heading("Why it would be refused").table(HEAD, rows(List.of(check.refusal())));
        }
        page.heading("Counts").table(List.of("what", "how many"), counts(check));
        if (!check.rejects().isEmpty()) {
            page.heading("Rejected").table(HEAD, rows(check.rejects()));
            bounded(page, check.rejects().size(), check.rejected() + check.refused());
        }
        if (!check.holds().isEmpty()) {
            page.heading("Understood, and waiting for a decision").table(HEAD, rows(check.holds()));
            bounded(page, check.holds().size(), check.held());
        }
        if (!check.failedRuns().isEmpty()) {
            page.heading("Runs that are not accepted");
            check.failedRuns().forEach(page::paragraph);
        }
        page.upload("/feeds/" + feed.name() + "/try", "Another file of the feed " + feed.name(), "Try it")
                .link("/feeds/" + feed.name() + "/agreement", "The data transfer agreement of this feed");
        return Reply.html(200, page.html());
    }

    private static void bounded(Page page, long shown, long all) {
        if (shown < all) {
            page.paragraph("The first " + shown + " are shown.");
        }
    }

    private static List<List<Object>> counts(Precheck check) {
        List<List<Object>> counts = new ArrayList<>();
        counts.add(List.of("rows", check.rows()));
        check.excluded().forEach((reason, count) -> counts.add(List.of("left out: " + reason, count)));
        counts.add(List.of("rows that cannot be read", check.refused()));
        counts.add(List.of("results understood", check.normalised()));
        counts.add(List.of("of these waiting for a decision", check.held()));
        counts.add(List.of("results rejected", check.rejected()));
        check.flagged().forEach((flag, count) -> counts.add(List.of("results flagged " + flag, count)));
        return counts;
    }

    private static List<List<Object>> rows(List<Precheck.Line> lines) {
        return lines.stream()
                .map(line -> Arrays.<Object>asList(
                        line.code(), line.line(), line.column(), line.value(), line.detail(), line.remedy()))
                .toList();
    }

    /** The gate lets only feeds through that there are. */
    private CompiledFeed feed(Received request) {
        return catalog.feed(request.step(1)).orElseThrow();
    }
}
