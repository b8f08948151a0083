package io.assayhub.console;

import io.assayhub.console.RouteControl.RouteState;
import io.assayhub.wire.CommandRecord.Action;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of this instance: whether they work, what went wrong last; an administrator stops and starts them. */
final class RoutePages {
    private static final Logger LOG = LoggerFactory.getLogger(RoutePages.class);

    private final View view;
    private final ErrorPages errors;
    private final RouteControl routes;
    private final DecisionDesk desk;
    private final String instance;

    /** @param instance whose routes they are */
    RoutePages(View view, ErrorPages errors, RouteControl routes, DecisionDesk desk, String instance) {
        this.desk = desk;
        this.instance = instance;
        this.view = view;
        this.errors = errors;
        this.routes = routes;
    }

    Answer list(Ask ask) {
        return view.page(ask, "Routes", "Routes", "routes", Map.of("routes", routes.routes()));
    }

    /** Stops, after what the route works on has ended, or starts. */
    Answer change(Ask ask) {
        Optional<RouteState> route = routes.route(ask.place("route"));
        if (route.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        String why = ask.field("why");
        String by = DecisionForms.by(ask);
        Optional<String> problem = DecisionDesk.problem(by, why, null);
        if (problem.isPresent()) {
            return errors.refused(ask.visit(), problem.get());
        }
        boolean start = ask.field("action").equals("start");
        boolean recorded = desk.giveAboutRoute(
                start ? Action.START_ROUTE : Action.STOP_ROUTE,
                instance + "/" + route.get().id(),
                by,
                why);
        // What cannot be recorded is not done, but for this: a route may have to stop just because Kafka is gone.
        if (start && !recorded) {
            return errors.notNow(
                    ask.visit(), "Kafka did not take it, so it would not stand in the audit. Do it again.");
        }
        if (start) {
            routes.start(route.get().id());
        } else {
            routes.stop(route.get().id());
        }
        LOG.atWarn()
                .addKeyValue("route", route.get().id())
                .addKeyValue("action", start ? "start" : "stop")
                .addKeyValue("by", by)
                .log("A route was switched in the console");
        return Answer.to("/console/routes?done=" + (start ? "start" : "stop"));
    }
}
