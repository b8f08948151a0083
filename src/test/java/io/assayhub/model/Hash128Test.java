package io.assayhub.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hash128Test {
    @Test
    void isTheBeginningOfSha256AsPublished() {
        // FIPS 180-4, the example of one block.
        assertThat(Hash128.ofSha256("abc").hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
        assertThat(Hash128.ofSha256("xabcx".getBytes(UTF_8), 1, 3)).isEqualTo(Hash128.ofSha256("abc"));
        assertThat(Hash128.ofDigest(Hash128.sha256().digest("abc".getBytes(UTF_8))))
                .isEqualTo(Hash128.ofSha256("abc"));
        assertThat(Hash128.ofSha256("\u00e9")).isEqualTo(Hash128.ofSha256("\u00e9".getBytes(UTF_8), 0, 2));
    }

    @Test
    void leavesNothingBehindForTheNext() {
        Hash128 first = Hash128.ofSha256("abc");
        Hash128.ofSha256("something longer than a block, to be sure that the digest starts anew each time it is asked");
        assertThat(Hash128.ofSha256("abc")).isEqualTo(first);
    }

    @Test
    void hexAndParseAreEachOthersReverse() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            Hash128 hash = new Hash128(random.nextLong(), random.nextLong());
            assertThat(hash.hex()).matches("[0-9a-f]{32}").hasToString(hash.toString());
            assertThat(Hash128.parse(hash.hex())).isEqualTo(hash);
        }
        assertThat(new Hash128(-1, 1).hex()).isEqualTo("ffffffffffffffff0000000000000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "ba7816bf8f01cfea414140de5dae222",
                "ba7816bf8f01cfea414140de5dae22230",
                "BA7816BF8F01CFEA414140DE5DAE2223",
                "-a7816bf8f01cfea414140de5dae2223",
                "ba7816bf8f01cfeg414140de5dae2223"
            })
    void parsesNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Hash128.parse(text));
    }
}
