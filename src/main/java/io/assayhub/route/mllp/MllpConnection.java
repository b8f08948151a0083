package io.assayhub.route.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender's connection: replies leave in the order of the messages, whatever came of which first. Of messages that are
 * not yet answered it takes a bounded number and then pauses reading. After an AE the later messages get AE as well and the
 * connection is closed, so that a sender that repeats them keeps their order.
 */
final class MllpConnection extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MllpConnection.class);
    static final int MOST_MESSAGES = 256;
    static final long MOST_BYTES = 16L << 20;

    private final AcknowledgementWriter writer;
    /** Replies that came before those of earlier messages, by number. */
    private final Map<Long, MllpReply> early = new HashMap<>();
    /** Sizes of the messages that are not answered, by number. */
    private final Map<Long, Integer> open = new HashMap<>();

    private long openBytes;
    private long answered;
    private boolean closing;

    MllpConnection(AcknowledgementWriter writer) {
        this.writer = writer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        MllpMessage message = (MllpMessage) received;
        if (closing) {
            return;
        }
        open.put(message.number(), message.bytes().length);
        openBytes += message.bytes().length;
        if (open.size() >= MOST_MESSAGES || openBytes >= MOST_BYTES) {
            context.channel().config().setAutoRead(false);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
        if (!(written instanceof MllpReply reply)) {
            // The route failed instead of answering: the sender gets no answer, and sends what it has none for again.
            promise.setSuccess();
            var unused = context.close();
            return;
        }
        early.put(reply.number(), reply);
        promise.setSuccess();
        MllpReply next = early.remove(answered + 1);
        while (next != null) {
            answer(context, next);
            next = early.remove(answered + 1);
        }
        if (closing && open.isEmpty()) {
            context.writeAndFlush(context.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        } else if (!closing && open.size() < MOST_MESSAGES / 2 && openBytes < MOST_BYTES) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void answer(ChannelHandlerContext context, MllpReply reply) {
        answered++;
        openBytes -= open.remove(reply.number());
        Answer answer = closing ? Answer.AGAIN : reply.answer();
        byte[] bytes = writer.write(reply.request(), answer);
        ByteBuf frame = context.alloc().buffer(bytes.length + 3);
        frame.writeByte(MllpFrames.START)
                .writeBytes(bytes)
                .writeByte(MllpFrames.END)
                .writeByte('\r');
        var unused = context.write(frame);
        if (answer.code() == Answer.Code.AE && !closing) {
            closing = true;
            context.channel().config().setAutoRead(false);
            LOG.warn("A connection is closed after a message that could not be stored");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What the sender has no answer for it sends again.
        LOG.atInfo().addKeyValue("cause", cause.getClass().getSimpleName()).log("A connection of a sender broke");
        var unused = context.close();
    }
}
