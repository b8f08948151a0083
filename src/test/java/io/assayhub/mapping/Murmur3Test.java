package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.Hash128;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

class Murmur3Test {
    private static final int SEED = 0x41737361;

    @Test
    void agreesWithAnotherImplementationAtEveryLength() {
        byte[] bytes = new byte[300];
        new SplittableRandom(1).nextBytes(bytes);
        for (int length = 0; length <= bytes.length; length++) {
            for (int seed : new int[] {0, SEED, -1}) {
                long[] expected = MurmurHash3.hash128x64(Arrays.copyOf(bytes, length), 0, length, seed);
                assertThat(Murmur3.hash(bytes, length, seed))
                        .as("%d bytes, seed %d", length, seed)
                        .isEqualTo(new Hash128(expected[0], expected[1]));
            }
        }
    }
}
