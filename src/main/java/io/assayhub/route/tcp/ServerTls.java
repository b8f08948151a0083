package io.assayhub.route.tcp;

import io.assayhub.config.MllpConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 of a listener; senders need a certificate where it says whose. */
public final class ServerTls {
    private ServerTls() {}

    /**
     * The context of a listener, empty without TLS.
     *
     * @throws SSLException if certificate or key cannot be used
     */
    public static Optional<SslContext> of(Optional<MllpConfig.Tls> tls) throws SSLException {
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        SslContextBuilder builder = SslContextBuilder.forServer(
                tls.get().certificate().toFile(), tls.get().key().toFile());
        if (tls.get().clients().isPresent()) {
            builder.trustManager(tls.get().clients().get().toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        return Optional.of(builder.protocols("TLSv1.3", "TLSv1.2").build());
    }
}
