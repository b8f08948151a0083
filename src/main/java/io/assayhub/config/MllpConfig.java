package io.assayhub.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where HL7 v2 messages come in over MLLP.
 *
 * @param host address to listen on
 * @param port to listen on
 * @param feed of every message that comes in here
 * @param largest message in bytes
 * @param tls empty for plain TCP, which is for this machine alone
 */
public record MllpConfig(String host, int port, String feed, int largest, Optional<Tls> tls) {
    /** Bytes of the largest message unless said otherwise. */
    public static final int LARGEST = 32 << 20;

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "::1");

    /**
     * Files in PEM.
     *
     * @param certificate of the hub, with its chain
     * @param key of the hub, PKCS#8 without a password
     * @param clients certificates that senders' certificates have to be signed by; empty if senders need none
     */
    public record Tls(Path certificate, Path key, Optional<Path> clients) {}

    static MllpConfig read(YamlValue value, Path folder) {
        MllpConfig config = new MllpConfig(
                value.get("host").map(YamlValue::text).orElse("127.0.0.1"),
                value.require("port")
                        .flatMap(v -> v.number(1, 65535))
                        .map(Long::intValue)
                        .orElse(2575),
                value.require("feed").map(YamlValue::text).orElse(""),
                value.get("largest")
                        .flatMap(v -> v.number(1, 1024))
                        .map(mebibytes -> (int) (mebibytes << 20))
                        .orElse(LARGEST),
                value.get("tls").map(v -> tls(v, folder)));
        checkReach(value, config.host, config.tls);
        value.refuseOthers();
        return config;
    }

    /** Whoever can reach a listener can send results: beyond this machine it has to know who does. */
    static void checkReach(YamlValue value, String host, Optional<Tls> tls) {
        boolean senderIsKnown = tls.isPresent() && tls.get().clients().isPresent();
        if (!THIS_MACHINE.contains(host) && !senderIsKnown) {
            value.at("host")
                    .problem("whoever can reach " + host
                            + " could send results: beyond this machine tls with 'clients' is needed");
        }
    }

    static Tls tls(YamlValue value, Path folder) {
        Tls tls = new Tls(
                file(value.require("certificate"), folder).orElse(folder),
                file(value.require("key"), folder).orElse(folder),
                file(value.get("clients"), folder));
        value.refuseOthers();
        return tls;
    }

    private static Optional<Path> file(Optional<YamlValue> at, Path folder) {
        return at.map(v -> {
            Path file = folder.resolve(v.text()).normalize();
            if (!Files.isReadable(file)) {
                v.problem("no file can be read there");
            }
            return file;
        });
    }
}
