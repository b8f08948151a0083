package io.assayhub.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which page stands at which address, and what a request needs to be answered; checked for every one, in one place. */
final class ConsoleRoutes {
    private final Visitors visitors;
    private final ErrorPages errors;
    private final List<Entry> entries = new ArrayList<>();

    /** Answers a request that may be answered. */
    interface Page {
        Answer answer(Ask ask);
    }

    private record Entry(String method, String[] steps, Optional<Right> right, Page page) {
        Optional<Map<String, String>> places(String[] path) {
            if (path.length != steps.length) {
                return Optional.empty();
            }
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < steps.length; i++) {
                if (steps[i].startsWith("{")) {
                    places.put(steps[i].substring(1, steps[i].length() - 1), path[i]);
                } else if (!steps[i].equals(path[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(places);
        }
    }

    ConsoleRoutes(Visitors visitors, ErrorPages errors) {
        this.visitors = visitors;
        this.errors = errors;
    }

    /** A page for those who may look. */
    ConsoleRoutes get(String pattern, Page page) {
        entries.add(new Entry("GET", pattern.split("/", -1), Optional.of(Right.SEE), page));
        return this;
    }

    /** A form for those who may do this. */
    ConsoleRoutes post(String pattern, Right right, Page page) {
        entries.add(new Entry("POST", pattern.split("/", -1), Optional.of(right), page));
        return this;
    }

    /** What nobody has to be known for; a form needs its hidden field all the same. */
    ConsoleRoutes open(String method, String pattern, Page page) {
        entries.add(new Entry(method, pattern.split("/", -1), Optional.empty(), page));
        return this;
    }

    /** The answer to a request, whoever asks. */
    Answer answer(Ask ask) {
        String[] path = ask.path().split("/", -1);
        boolean otherMethod = false;
        for (Entry entry : entries) {
            Optional<Map<String, String>> places = entry.places(path);
            if (places.isPresent() && entry.method.equals(ask.method())) {
                return answer(entry, ask.with(places.get()));
            }
            otherMethod |= places.isPresent();
        }
        if (!ask.visit().isKnown()) {
            return errors.login(ask);
        }
        return otherMethod ? errors.otherMethod(ask.visit()) : errors.notFound(ask.visit());
    }

    private Answer answer(Entry entry, Ask ask) {
        Visit visit = ask.visit();
        if (entry.right.isPresent() && !visit.isKnown()) {
            return errors.login(ask);
        }
        if (entry.method.equals("POST") && !visitors.mayAct(visit, ask.field("form"))) {
            return errors.staleForm(visit);
        }
        if (entry.right.isPresent() && !visit.person().may(entry.right.get())) {
            return errors.notAllowed(visit, entry.right.get());
        }
        return entry.page.answer(ask);
    }
}
