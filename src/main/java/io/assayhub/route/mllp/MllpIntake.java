package io.assayhub.route.mllp;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.route.Arrivals;
import io.assayhub.route.Content;
import io.assayhub.route.Delivery;
import io.assayhub.route.MessageIntake;
import io.assayhub.route.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a message in and tells what its sender is answered. */
public final class MllpIntake {
    private static final Logger LOG = LoggerFactory.getLogger(MllpIntake.class);

    private final MessageIntake intake;
    private final Arrivals arrivals;

    public MllpIntake(MessageIntake intake, Arrivals arrivals) {
        this.intake = intake;
        this.arrivals = arrivals;
    }

    /** Completed, never exceptionally, when the message may be answered. */
    public CompletionStage<MllpReply> take(@Body MllpMessage message, @Header("AssayFeed") String feed) {
        RequestHeader request = RequestHeader.of(message.bytes());
        if (message.tooLarge()) {
            Rejected tooLarge = new Rejected(
                    ErrorCode.SOURCE_TOO_LARGE, Location.WHOLE, null, ErrorCode.SOURCE_TOO_LARGE.meaning(), null);
            return CompletableFuture.completedFuture(
                    new MllpReply(message.number(), request, new Answer(Answer.Code.AR, List.of(tooLarge))));
        }
        List<Rejected> errors = new ArrayList<>();
        Delivery delivery = new Delivery(
                feed, request.name(message.bytes()), arrivals.next(feed), new Content.InMemory(message.bytes()));
        return intake.take(delivery, rejected -> {
                    if (errors.size() < Answer.MOST) {
                        errors.add(rejected);
                    }
                })
                .handle((taken, failure) ->
                        new MllpReply(message.number(), request, answer(feed, taken, failure, errors)));
    }

    private static Answer answer(String feed, Taken taken, Throwable failure, List<Rejected> errors) {
        if (failure != null) {
            LOG.atWarn()
                    .addKeyValue("feed", feed)
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("A message was not stored and its sender is asked to send it again");
            return Answer.AGAIN;
        }
        boolean nothing = taken.manifest().refusal() != null
                || (taken.manifest().rejected() > 0
                        && taken.manifest().rejected() == taken.manifest().entries())
                || (taken.manifest().refused() > 0 && taken.manifest().entries() == 0);
        return new Answer(nothing ? Answer.Code.AR : Answer.Code.AA, List.copyOf(errors));
    }
}
