package io.assayhub.route.astm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender's connection. While a message is being stored nothing more is read; what came with it waits. Where the answer
 * would come later than a sender waits for it, the connection is closed instead, for a late ACK would be taken for that of
 * another frame.
 */
final class AstmConnection extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AstmConnection.class);

    /** Shortly before a sender gives up, which is after 15 seconds (LIS01-A2, 6.5.2). */
    static final Duration ANSWER = Duration.ofSeconds(14);

    private final AstmReceiver receiver;
    private final Duration frameTimeout;
    private final ByteBuf waiting = Unpooled.buffer(0);
    private ScheduledFuture<?> timer;
    private long messages;

    AstmConnection(int largest, Duration frameTimeout) {
        receiver = new AstmReceiver(largest);
        this.frameTimeout = frameTimeout;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        try {
            waiting.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        proceed(context);
    }

    private void proceed(ChannelHandlerContext context) {
        while (!receiver.isWaiting()
                && waiting.isReadable()
                && context.channel().isActive()) {
            perform(context, receiver.take(waiting.readByte()));
        }
        waiting.discardReadBytes();
        if (!receiver.isInSession() && !receiver.isWaiting()) {
            stopTimer();
        }
    }

    private void perform(ChannelHandlerContext context, AstmReceiver.Step step) {
        if (step instanceof AstmReceiver.Step.Send send) {
            var unused = context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {send.answer()}));
            startTimer(context, frameTimeout, () -> {
                LOG.info("A sender fell silent, and what was not complete is discarded");
                receiver.silent();
            });
        } else if (step instanceof AstmReceiver.Step.Store store) {
            context.channel().config().setAutoRead(false);
            startTimer(context, ANSWER, () -> {
                LOG.warn("A message was not stored in time, and its connection is closed");
                var unused = context.close();
            });
            context.fireChannelRead(new AstmMessage(++messages, store.message()));
        } else if (step instanceof AstmReceiver.Step.Close) {
            LOG.warn("A connection is closed after a message that could not be taken");
            var unused = context.close();
        }
    }

    private void startTimer(ChannelHandlerContext context, Duration after, Runnable then) {
        stopTimer();
        timer = context.executor().schedule(then, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
        promise.setSuccess();
        if (!(written instanceof AstmReply reply)) {
            // The route failed instead of answering: the sender gets no answer, and sends the message again.
            var unused = context.close();
            return;
        }
        if (!context.channel().isActive()) {
            return;
        }
        stopTimer();
        perform(context, receiver.settled(reply.stored()));
        context.channel().config().setAutoRead(true);
        proceed(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What the sender has no answer for it sends again.
        LOG.atInfo().addKeyValue("cause", cause.getClass().getSimpleName()).log("A connection of a sender broke");
        var unused = context.close();
    }
}
