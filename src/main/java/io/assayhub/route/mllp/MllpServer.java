package io.assayhub.route.mllp;

import io.assayhub.config.MllpConfig;
import io.assayhub.route.tcp.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;

/** What each accepted connection of the route consists of: TLS if agreed, frames, order of replies, and the route. */
public final class MllpServer extends ServerInitializerFactory implements AutoCloseable {
    private final int largest;
    private final Optional<SslContext> tls;
    private final AcknowledgementWriter writer;
    /** Messages are read here and not on the threads that move bytes; those of one connection in their order. */
    private final EventExecutorGroup readers;

    private final NettyConsumer consumer;

    private MllpServer(
            int largest,
            Optional<SslContext> tls,
            AcknowledgementWriter writer,
            EventExecutorGroup readers,
            NettyConsumer consumer) {
        this.largest = largest;
        this.tls = tls;
        this.writer = writer;
        this.readers = readers;
        this.consumer = consumer;
    }

    /**
     * A server of these settings.
     *
     * @param threads that read messages
     * @throws IOException if certificate or key cannot be used
     */
    public static MllpServer of(MllpConfig config, Clock clock, int threads) throws IOException {
        return new MllpServer(
                config.largest(),
                ServerTls.of(config.tls()),
                new AcknowledgementWriter(clock),
                new DefaultEventExecutorGroup(threads),
                null);
    }

    /** That of a route which is loaded and never started. */
    public static MllpServer idle() {
        return new MllpServer(0, Optional.empty(), null, null, null);
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer of) {
        return new MllpServer(largest, tls, writer, readers, of);
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast("tls", context.newHandler(channel.alloc())));
        pipeline.addLast("frames", new MllpFrames(largest));
        pipeline.addLast("connection", new MllpConnection(writer));
        pipeline.addLast(readers, "route", new ServerChannelHandler(consumer));
    }

    @Override
    public void close() {
        readers.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
