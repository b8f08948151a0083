package io.assayhub.console;

import io.assayhub.config.AccessConfig;
import io.assayhub.config.HttpConfig;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the console is made of.
 *
 * @param producer to which decisions go
 * @param prefix of the topics
 * @param partitions of {@link io.assayhub.wire.Topic#COMMANDS}
 * @param instance the name of this one
 */
public record ConsoleParts(
        AccessConfig access,
        HttpConfig http,
        Clock clock,
        SecureRandom random,
        Producer<byte[], byte[]> producer,
        String prefix,
        int partitions,
        String instance,
        RouteControl routes,
        Readings readings,
        ReplayDesk replays,
        SourceDesk sources) {

    /** The console, to be mounted. */
    public Console console() {
        Words words = new Words(clock);
        Visitors visitors = new Visitors(access, http, clock, random);
        View view = new View(new Templates(), visitors, readings::state);
        ErrorPages errors = new ErrorPages(view);
        LoginPages login = new LoginPages(view, visitors);
        DecisionDesk desk = new DecisionDesk(producer, prefix, partitions, clock);
        RoutePages routePages = new RoutePages(view, errors, routes, desk, instance);
        ListPages lists = new ListPages(view, errors, readings, desk, words);
        SubjectPage subject = new SubjectPage(view, errors, readings, words);
        ResultPage result = new ResultPage(view, errors, readings, desk, prefix, words);
        ReconcilePage reconcile = new ReconcilePage(view, readings, words);
        SourcePage source = new SourcePage(view, errors, readings, sources);
        ReplayPages replay = new ReplayPages(view, errors, readings, replays, words);
        Decisions decisions = new Decisions(readings, desk, errors, clock);
        ConsoleRoutes all = new ConsoleRoutes(visitors, errors)
                .open("GET", "/login", login::form)
                .open("POST", "/login", login::login)
                .open("POST", "/logout", login::logout)
                .get("", lists::overview)
                .get("/feeds", lists::feeds)
                .get("/feeds/{feed}", lists::feed)
                .post("/feeds/{feed}/unblind", Right.ADMINISTER, decisions::unblind)
                .get("/transfers", lists::transfers)
                .get("/transfers/{transfer}", lists::transfer)
                .post("/transfers/{transfer}/decide", Right.DECIDE, decisions::transfer)
                .get("/waiting", lists::waiting)
                .get("/waiting/item", lists::item)
                .post("/waiting/decide", Right.DECIDE, decisions::waiting)
                .get("/rejects", lists::rejects)
                .get("/subjects/{study}/{subject}", subject::answer)
                .get("/results/{id}", result::answer)
                .get("/results/{id}/source/{version}", source::answer)
                .post("/results/{id}/decide", Right.DECIDE, decisions::result)
                .get("/reconcile", reconcile::answer)
                .get("/replay", replay::form)
                .post("/replay", Right.DECIDE, replay::look)
                .get("/replay/{job}", replay::page)
                .post("/replay/{job}", Right.DECIDE, replay::replay)
                .get("/search", lists::search)
                .get("/audit", lists::audit)
                .get("/routes", routePages::list)
                .post("/routes/{route}", Right.ADMINISTER, routePages::change);
        Live live = new Live(Map.of("overview", lists::overviewPart));
        return new Console(visitors, all, errors, live, http.tls().isPresent());
    }
}
