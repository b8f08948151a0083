package io.assayhub.route.sftp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a name on a laboratory's server is good for. */
enum RemoteName {
    /** A delivery, or what belongs to one. */
    FILE,
    /** Hidden, or written by a client that has not finished: not looked at. */
    TEMPORARY,
    /** A name that a file of this machine must not get: one that leads elsewhere, or that cannot be written here. */
    REFUSED;

    private static final int LONGEST = 200;
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".temp", ".filepart", ".crdownload");
    private static final Pattern STAMPED = Pattern.compile("\\d{8}T\\d{9}Z_.*");

    /** Judges a name as the server lists it. */
    static RemoteName of(String listed) {
        if (listed.isEmpty()
                || listed.equals(".")
                || listed.equals("..")
                || listed.indexOf('/') >= 0
                || listed.indexOf('\\') >= 0
                || listed.indexOf(':') >= 0
                || listed.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || listed.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD)
                || STAMPED.matcher(listed).matches()) {
            return REFUSED;
        }
        String name = listed.toLowerCase(Locale.ROOT);
        return name.startsWith(".")
                        || name.startsWith("~")
                        || UNFINISHED.stream().anyMatch(name::endsWith)
                ? TEMPORARY
                : FILE;
    }
}
