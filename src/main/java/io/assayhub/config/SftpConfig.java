package io.assayhub.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An SFTP server of a laboratory from which files are fetched.
 *
 * @param name of this source, in route and log
 * @param instance the one that polls: two would fetch the same file
 * @param host of the server
 * @param port of the server
 * @param user to log in as
 * @param login how the user proves to be it
 * @param knownHosts file with the server's key, as OpenSSH writes it
 * @param folders the feed's name, and the folder on the server, from where the login lands
 * @param taken sub-folder that fetched files are moved to; empty if they are deleted
 * @param receipts folder on the server for receipts; empty if none are wanted
 * @param poll time between two looks
 */
public record SftpConfig(
        String name,
        String instance,
        String host,
        int port,
        String user,
        Login login,
        Path knownHosts,
        Map<String, String> folders,
        Optional<String> taken,
        Optional<String> receipts,
        Duration poll) {

    /** How a user proves to be it. */
    public sealed interface Login {
        /** A private key without a passphrase, in a file. */
        record Key(Path file) implements Login {}

        /** A password, the first line of a file. */
        record Password(Path file) implements Login {}
    }

    private static final Duration POLL = Duration.ofSeconds(30);
    private static final String FOLDER = "[^\\s/\\\\{}$?#&][^\\\\{}$?#&]*";

    static List<SftpConfig> readAll(YamlValue list, Path folder) {
        List<SftpConfig> all =
                list.items().stream().map(item -> read(item, folder)).toList();
        if (all.stream().map(SftpConfig::name).distinct().count() < all.size()) {
            list.problem("every source needs a name of its own");
        }
        return all;
    }

    private static SftpConfig read(YamlValue value, Path folder) {
        Map<String, String> folders = new LinkedHashMap<>();
        value.require("folders")
                .ifPresent(v -> v.entries()
                        .forEach((feed, path) -> folder(Optional.of(path)).ifPresent(p -> folders.put(feed, p))));
        boolean delete = value.get("delete").flatMap(YamlValue::truth).orElse(false);
        if (delete && value.get("taken").isPresent()) {
            value.at("taken").problem("a file is deleted or moved, not both");
        }
        SftpConfig config = new SftpConfig(
                value.require("name")
                        .flatMap(v -> text(v, "[a-z0-9][a-z0-9-]{0,40}", "lower-case letters, digits and -"))
                        .orElse(""),
                value.require("instance").map(YamlValue::text).orElse(""),
                value.require("host")
                        .flatMap(v -> text(v, "[A-Za-z0-9.:-]+", "a host name or address"))
                        .orElse(""),
                value.get("port")
                        .flatMap(v -> v.number(1, 65535))
                        .map(Long::intValue)
                        .orElse(22),
                value.require("user")
                        .flatMap(v -> text(v, "[^\\s{}$&?#@:/]+", "a user's name"))
                        .orElse(""),
                login(value, folder),
                file(value.require("known-hosts"), folder).orElse(folder),
                Map.copyOf(folders),
                delete ? Optional.empty() : folder(value.get("taken")).or(() -> Optional.of("taken")),
                folder(value.get("receipts")),
                value.get("poll").flatMap(HubConfig::duration).orElse(POLL));
        value.refuseOthers();
        return config;
    }

    private static Login login(YamlValue value, Path folder) {
        Optional<Path> key = file(value.get("key"), folder);
        Optional<Path> password = file(value.get("password-file"), folder);
        if (key.isPresent() == password.isPresent()) {
            value.problem("has to say either 'key' or 'password-file'");
        }
        return key.<Login>map(Login.Key::new).orElseGet(() -> new Login.Password(password.orElse(folder)));
    }

    /** A folder below the one where a login lands: Camel knows no other. */
    private static Optional<String> folder(Optional<YamlValue> at) {
        return at.flatMap(v -> text(
                        v, FOLDER, "a folder below the one where the login lands, without a slash before it")
                .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
    }

    private static Optional<String> text(YamlValue value, String pattern, String form) {
        if (value.text().matches(pattern)) {
            return Optional.of(value.text());
        }
        value.problem("has to be " + form);
        return Optional.empty();
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
