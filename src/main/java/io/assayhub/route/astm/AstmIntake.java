package io.assayhub.route.astm;

import io.assayhub.model.Hash128;
import io.assayhub.route.Arrivals;
import io.assayhub.route.Content;
import io.assayhub.route.Delivery;
import io.assayhub.route.MessageIntake;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message in and tells whether its sender may forget it. That is so also of one that is refused: it is kept and its
 * receipt says why, and the standard's NAK would make its sender repeat for ever what cannot change.
 */
public final class AstmIntake {
    private static final Logger LOG = LoggerFactory.getLogger(AstmIntake.class);

    private final MessageIntake intake;
    private final Arrivals arrivals;

    public AstmIntake(MessageIntake intake, Arrivals arrivals) {
        this.intake = intake;
        this.arrivals = arrivals;
    }

    /** Completed, never exceptionally, when the message may be answered. */
    public CompletionStage<AstmReply> take(@Body AstmMessage message, @Header("AssayFeed") String feed) {
        String name = HexFormat.of().formatHex(Hash128.sha256().digest(message.bytes()));
        Delivery delivery =
                new Delivery(feed, "astm/" + name, arrivals.next(feed), new Content.InMemory(message.bytes()));
        return intake.take(delivery, rejected -> {}).handle((taken, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue("feed", feed)
                        .addKeyValue("cause", failure.getClass().getSimpleName())
                        .log("A message was not stored and its sender is asked to send it again");
            }
            return new AstmReply(message.number(), failure == null);
        });
    }
}
