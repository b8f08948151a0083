package io.assayhub.console;

import io.assayhub.console.Readings.RejectFilter;
import io.assayhub.console.Readings.TransferFilter;
import io.assayhub.console.Readings.WaitingFilter;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Overview, feeds, and the lists: transfers, what waits, rejects, decisions, what a search finds. */
public final class ListPages {
    /** Rows of a page. */
    private static final int MOST = 100;

    private final View view;
    private final ErrorPages errors;
    private final Readings readings;
    private final DecisionDesk desk;
    private final Words words;

    ListPages(View view, ErrorPages errors, Readings readings, DecisionDesk desk, Words words) {
        this.view = view;
        this.errors = errors;
        this.readings = readings;
        this.desk = desk;
        this.words = words;
    }

    Answer overview(Ask ask) {
        return view.page(
                ask,
                "Overview",
                "Overview",
                "overview",
                Map.of("overview", readings.overview(ask.person().seesBlinded()), "words", words));
    }

    /** The part of the overview that is kept fresh. */
    String overviewPart(Person person) {
        return view.part("overviewPart", Map.of("overview", readings.overview(person.seesBlinded()), "words", words));
    }

    Answer feeds(Ask ask) {
        return view.page(
                ask,
                "Feeds",
                "Feeds",
                "feeds",
                Map.of("feeds", readings.feeds(ask.person().seesBlinded()), "words", words));
    }

    Answer feed(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        String name = ask.place("feed");
        return readings.feeds(sees).stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .map(feed -> view.page(
                        ask,
                        feed.title(),
                        "Feeds",
                        "feed",
                        Map.of(
                                "feed",
                                feed,
                                "codes",
                                readings.rejectCodes(name, sees),
                                "transfers",
                                readings.transfers(new TransferFilter(name, null, null), null, 10, sees)
                                        .rows(),
                                "words",
                                words)))
                .orElseGet(() -> errors.notFound(ask.visit()));
    }

    Answer transfers(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        TransferFilter filter = new TransferFilter(word(ask, "feed"), word(ask, "state"), word(ask, "file"));
        return view.page(
                ask,
                "Transfers",
                "Transfers",
                "transfers",
                Map.of(
                        "page", readings.transfers(filter, word(ask, "after"), MOST, sees),
                        "filter", filter,
                        "feeds", readings.feedNames(sees),
                        "states",
                                Stream.of(Receipt.State.values())
                                        .map(Receipt.State::text)
                                        .toList(),
                        "words", words));
    }

    Answer transfer(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        String id = ask.place("transfer");
        return readings.transfer(id, sees)
                .map(receipt -> view.page(
                        ask,
                        receipt.manifest().delivery(),
                        "Transfers",
                        "transfer",
                        Map.of(
                                "receipt", receipt,
                                "rejects", readings.rejects(new RejectFilter(id, null, null), null, MOST, sees),
                                "waiting", readings.waiting(new WaitingFilter(null, null, id, null), null, MOST, sees),
                                "given", desk.givenAbout(null, null, id).orElse(""),
                                "replays", readings.replaysOf(id, sees),
                                "words", words)))
                .orElseGet(() -> errors.notFound(ask.visit()));
    }

    Answer waiting(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        WaitingFilter filter =
                new WaitingFilter(word(ask, "feed"), word(ask, "code"), word(ask, "transfer"), word(ask, "subject"));
        return view.page(
                ask,
                "Waiting for a decision",
                "Waiting",
                "waiting",
                Map.of(
                        "page",
                        readings.waiting(filter, word(ask, "after"), MOST, sees),
                        "filter",
                        filter,
                        "codes",
                        readings.waitingCodes(sees),
                        "feeds",
                        readings.feedNames(sees),
                        "desk",
                        new Given(desk),
                        "words",
                        words));
    }

    Answer item(Ask ask) {
        Optional<HeldRecord> held =
                ask.word("key").flatMap(key -> readings.hold(key, ask.person().seesBlinded()));
        return held.map(h -> view.page(
                        ask,
                        words.meaning(h.code()),
                        "Waiting",
                        "item",
                        Map.of(
                                "held",
                                h,
                                "value",
                                h.resource() instanceof String shown ? shown : "",
                                "published",
                                h.observation() != null
                                        && readings.result(
                                                        h.observation(),
                                                        ask.person().seesBlinded())
                                                .isPresent(),
                                "given",
                                desk.givenAbout(h.key(), h.observation(), null).orElse(""),
                                "words",
                                words)))
                .orElseGet(() -> errors.notFound(ask.visit()));
    }

    Answer rejects(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        RejectFilter filter = new RejectFilter(word(ask, "transfer"), word(ask, "feed"), word(ask, "code"));
        return view.page(
                ask,
                "Rejects",
                "Rejects",
                "rejects",
                Map.of(
                        "page", readings.rejects(filter, word(ask, "after"), MOST, sees),
                        "filter", filter,
                        "codes", readings.rejectCodes(null, sees),
                        "feeds", readings.feedNames(sees),
                        "words", words));
    }

    Answer audit(Ask ask) {
        return view.page(
                ask,
                "Audit",
                "Audit",
                "audit",
                Map.of(
                        "page",
                        readings.actions(word(ask, "after"), MOST, ask.person().seesBlinded()),
                        "words",
                        words));
    }

    Answer search(Ask ask) {
        String text = ask.word("q").orElse("");
        List<Readings.Hit> hits = text.isEmpty()
                ? List.of()
                : readings.search(text, MOST, ask.person().seesBlinded());
        if (hits.size() == 1) {
            return Answer.to(hits.get(0).address());
        }
        return view.page(ask, "Search", "", "search", Map.of("text", text, "hits", hits));
    }

    private static String word(Ask ask, String name) {
        return ask.word(name).orElse(null);
    }

    /** For templates: what was decided about an item a moment ago. */
    public static final class Given {
        private final DecisionDesk desk;

        private Given(DecisionDesk desk) {
            this.desk = desk;
        }

        public String about(HeldRecord held) {
            return desk.givenAbout(held.key(), held.isHeldResult() ? null : held.observation(), null)
                    .orElse("");
        }
    }
}
