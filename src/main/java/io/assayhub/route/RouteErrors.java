package io.assayhub.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a route's failure without what was in the message: the kind of error and of its cause, no stack trace. */
public final class RouteErrors {
    private static final Logger LOG = LoggerFactory.getLogger(RouteErrors.class);

    /** Writes one line for a failed exchange. */
    public void log(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception exception) {
        Throwable root = exception;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        LOG.atWarn()
                .addKeyValue("route", exchange.getFromRouteId())
                .addKeyValue("error", exception.getClass().getSimpleName())
                .addKeyValue("cause", root.getClass().getSimpleName())
                .log("A delivery failed and is tried again");
    }
}
