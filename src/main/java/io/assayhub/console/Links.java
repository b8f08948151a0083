package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Addresses of pages. */
public final class Links {
    private Links() {}

    /**
     * A page with what it is asked for.
     *
     * @param words name, value, name, value; a null or empty value is left out
     */
    public static String to(String path, String... words) {
        StringBuilder address = new StringBuilder("/console/").append(path);
        char next = '?';
        for (int i = 0; i < words.length; i += 2) {
            if (words[i + 1] != null && !words[i + 1].isEmpty()) {
                address.append(next).append(words[i]).append('=').append(URLEncoder.encode(words[i + 1], UTF_8));
                next = '&';
            }
        }
        return address.toString();
    }
}
