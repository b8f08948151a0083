package io.assayhub.route.astm;

import io.assayhub.config.AstmConfig;
import io.assayhub.route.tcp.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;

/** What each accepted connection of the route consists of: TLS if agreed, the protocol, and the route. */
public final class AstmServer extends ServerInitializerFactory implements AutoCloseable {
    private final int largest;
    private final Optional<SslContext> tls;
    private final Duration frameTimeout;
    /** Messages are read here and not on the threads that move bytes; those of one connection in their order. */
    private final EventExecutorGroup readers;

    private final NettyConsumer consumer;

    private AstmServer(
            int largest,
            Optional<SslContext> tls,
            Duration frameTimeout,
            EventExecutorGroup readers,
            NettyConsumer consumer) {
        this.largest = largest;
        this.tls = tls;
        this.frameTimeout = frameTimeout;
        this.readers = readers;
        this.consumer = consumer;
    }

    /**
     * A server of these settings.
     *
     * @param threads that read messages
     * @throws IOException if certificate or key cannot be used
     */
    public static AstmServer of(AstmConfig config, int threads) throws IOException {
        return new AstmServer(
                config.largest(),
                ServerTls.of(config.tls()),
                config.frameTimeout(),
                new DefaultEventExecutorGroup(threads),
                null);
    }

    /** That of a route which is loaded and never started. */
    public static AstmServer idle() {
        return new AstmServer(0, Optional.empty(), null, null, null);
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer of) {
        return new AstmServer(largest, tls, frameTimeout, readers, of);
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast("tls", context.newHandler(channel.alloc())));
        pipeline.addLast("connection", new AstmConnection(largest, frameTimeout));
        pipeline.addLast(readers, "route", new ServerChannelHandler(consumer));
    }

    @Override
    public void close() {
        readers.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
