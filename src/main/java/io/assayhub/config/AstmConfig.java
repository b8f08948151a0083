package io.assayhub.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where messages of analysers come in by ASTM E1381 (LIS01-A2) over TCP.
 *
 * @param host address to listen on
 * @param port to listen on
 * @param feed of every message that comes in here
 * @param largest message in bytes
 * @param frameTimeout how long a sender may be silent within a session
 * @param tls empty for plain TCP, which is for this machine alone
 */
public record AstmConfig(
        String host, int port, String feed, int largest, Duration frameTimeout, Optional<MllpConfig.Tls> tls) {
    /** Bytes of the largest message unless said otherwise. */
    public static final int LARGEST = 8 << 20;

    /** LIS01-A2, 6.5.2.4. */
    public static final Duration FRAME_TIMEOUT = Duration.ofSeconds(30);

    static AstmConfig read(YamlValue value, Path folder) {
        AstmConfig config = new AstmConfig(
                value.get("host").map(YamlValue::text).orElse("127.0.0.1"),
                value.require("port")
                        .flatMap(v -> v.number(1, 65535))
                        .map(Long::intValue)
                        .orElse(4001),
                value.require("feed").map(YamlValue::text).orElse(""),
                value.get("largest")
                        .flatMap(v -> v.number(1, 256))
                        .map(mebibytes -> (int) (mebibytes << 20))
                        .orElse(LARGEST),
                value.get("frame-timeout")
                        .flatMap(v -> v.number(1, 600))
                        .map(Duration::ofSeconds)
                        .orElse(FRAME_TIMEOUT),
                value.get("tls").map(v -> MllpConfig.tls(v, folder)));
        MllpConfig.checkReach(value, config.host, config.tls);
        value.refuseOthers();
        return config;
    }
}
