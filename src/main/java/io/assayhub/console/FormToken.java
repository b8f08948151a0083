package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hidden field by which a form shows that it comes from a page of this hub and of this browser: a keyed hash of the
 * browser's cookie, under a key that lives as long as the process.
 */
final class FormToken {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    FormToken(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The field's value for a browser. */
    String of(String cookie) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(cookie.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Whether a form's field fits the cookie that came with it. */
    boolean fits(String field, String cookie) {
        return !cookie.isEmpty() && MessageDigest.isEqual(of(cookie).getBytes(UTF_8), field.getBytes(UTF_8));
    }
}
