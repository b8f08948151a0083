package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.FeedConfig;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sender's own name for what it sends: a plain file name, since feeds read order and environment from it. */
final class DeliveryName {
    private static final int LONGEST = 200;
    private static final Pattern EXTENDED =
            Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*UTF-8'[A-Za-z0-9-]*'([^;\\s]+)");
    private static final Pattern PLAIN =
            Pattern.compile("(?i);\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s\"]+))");

    private DeliveryName() {}

    /** What came of looking for a name. */
    record Found(Optional<String> name, boolean fit) {}

    /**
     * The name by query or else by {@code Content-Disposition} (RFC 6266); unfit if one is stated that is no plain file
     * name, empty if none is stated.
     */
    static Found of(String query, String disposition) {
        Optional<String> stated = query != null
                ? Optional.of(query)
                : Optional.ofNullable(disposition).flatMap(DeliveryName::fileName);
        return new Found(stated, stated.map(DeliveryName::isFit).orElse(true));
    }

    /** Whether a feed reads something from the name, so that one has to be stated. */
    static boolean isNeeded(FeedConfig feed) {
        return feed.transfer().order() instanceof FeedConfig.Order.FileName
                || feed.environment().flatMap(FeedConfig.Environment::fileName).isPresent();
    }

    /** A name that is a file name wherever it may end up: no folder, no sign that steers a terminal, nothing hidden. */
    static boolean isFit(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && name.equals(name.strip())
                && name.charAt(0) != '.'
                && name.codePoints().noneMatch(DeliveryName::isUnfit);
    }

    private static boolean isUnfit(int c) {
        int type = Character.getType(c);
        return c == '/'
                || c == '\\'
                || c == ':'
                || c == 0xfffd
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static Optional<String> fileName(String disposition) {
        String parameters = ";" + disposition.substring(Math.max(0, disposition.indexOf(';') + 1));
        Matcher extended = EXTENDED.matcher(parameters);
        if (extended.find()) {
            return Optional.of(decoded(extended.group(1)));
        }
        Matcher plain = PLAIN.matcher(parameters);
        if (!plain.find()) {
            return Optional.empty();
        }
        return Optional.of(
                plain.group(1) == null ? plain.group(2) : plain.group(1).replaceAll("\\\\(.)", "$1"));
    }

    /** Percent signs (RFC 8187) to text; one that stands for nothing makes a name that is unfit. */
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (text.charAt(i) != '%') {
                bytes.writeBytes(text.substring(i, i + 1).getBytes(ISO_8859_1));
            } else if (digit < 0) {
                return "";
            } else {
                bytes.write(digit);
                i += 2;
            }
        }
        return bytes.toString(UTF_8);
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
