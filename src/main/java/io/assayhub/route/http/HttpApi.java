package io.assayhub.route.http;

import io.assayhub.model.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.User;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes call: each method answers one kind of request. */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final HttpTransfers transfers;
    private final FeedPages pages;

    /** @param transfers null, like the pages, where routes are only loaded and none of them starts */
    public HttpApi(HttpTransfers transfers, FeedPages pages) {
        this.transfers = transfers;
        this.pages = pages;
    }

    /** {@code POST /feeds/FEED/transfers}. */
    public void take(Exchange exchange) {
        answer(exchange, transfers::take);
    }

    /** {@code GET /feeds/FEED/transfers/TRANSFER}. */
    public void receipt(Exchange exchange) {
        answer(exchange, transfers::receipt);
    }

    /** {@code POST /feeds/FEED/try}. */
    public void tried(Exchange exchange) {
        answer(exchange, pages::tried);
    }

    /** {@code GET /feeds}. */
    public void list(Exchange exchange) {
        answer(exchange, pages::list);
    }

    /** {@code GET /feeds/FEED}. */
    public void page(Exchange exchange) {
        answer(exchange, pages::page);
    }

    /** {@code GET /feeds/FEED/agreement}. */
    public void agreement(Exchange exchange) {
        answer(exchange, pages::agreement);
    }

    /** {@code GET /openapi.json}. */
    public void openapiJson(Exchange exchange) {
        write(exchange, new Reply(200, "application/vnd.oai.openapi+json", Map.of(), ApiDocument.json()));
    }

    /** {@code GET /openapi.yaml}. */
    public void openapiYaml(Exchange exchange) {
        write(exchange, new Reply(200, "application/vnd.oai.openapi", Map.of(), ApiDocument.yaml()));
    }

    private static void answer(Exchange exchange, Function<Received, Reply> answers) {
        Received request =
                Received.of(exchange.getMessage().getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class));
        if (!request.begin()) {
            return; // The sender has gone, and its body with it.
        }
        try (request) {
            write(exchange, answers.apply(request));
        } catch (RuntimeException e) {
            // Where, and not what: the message of a defect may hold what was sent.
            LOG.atError()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "unknown" : e.getStackTrace()[0])
                    .log("A request met a defect of the hub");
            write(exchange, Reply.problem(500, ErrorCode.HTTP_UNEXPECTED));
        }
    }

    /** In the place of the request, none of whose headers goes back. */
    private static void write(Exchange exchange, Reply reply) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        reply.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeader(Exchange.CONTENT_TYPE, reply.type());
        message.setBody(Buffer.buffer(reply.body()));
    }
}
