package io.assayhub.route.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as senders state them, and those that are no names of files. */
class DeliveryNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=pk_001.csv | pk_001.csv",
                "attachment; filename=\"pk 001.csv\" | pk 001.csv",
                "attachment;FileName = \"a \\\"b\\\".csv\" ; x=y | a \"b\".csv",
                "attachment; filename=\"x.csv\"; filename*=UTF-8''%E2%82%AC%20rates.csv | € rates.csv",
                "form-data; name=\"file\"; filename=\"x.csv\" | x.csv"
            })
    void readsContentDisposition(String header, String name) {
        assertThat(DeliveryName.of(null, header)).isEqualTo(new DeliveryName.Found(Optional.of(name), true));
    }

    @Test
    void theQueryWinsAndNoNameIsNone() {
        assertThat(DeliveryName.of("a.csv", "attachment; filename=b.csv").name())
                .contains("a.csv");
        assertThat(DeliveryName.of(null, "attachment")).isEqualTo(new DeliveryName.Found(Optional.empty(), true));
        assertThat(DeliveryName.of(null, null).name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a/b",
                "a\\b",
                "..",
                ".hidden",
                "../x",
                "C:x",
                "a\u0000b",
                "a\nb",
                "a\u001bb",
                " a",
                "a ",
                "a\u202eb",
                "a\ufffdb"
            })
    void refusesWhatIsNoPlainFileName(String name) {
        assertThat(DeliveryName.of(name, null).fit()).isFalse();
        assertThat(DeliveryName.isFit("x".repeat(201))).isFalse();
        assertThat(DeliveryName.of(null, "x; filename*=UTF-8''%2e%2e%2fetc").fit())
                .isFalse();
        assertThat(DeliveryName.of(null, "x; filename*=UTF-8''a%zz").fit()).isFalse();
    }

    @Test
    void noHeaderMakesItFailOrPassAFolder() {
        Random random = new Random(7);
        String signs = ";=\"\\'*%filename/.UTF-8 \t2e";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder header = new StringBuilder("attachment; ");
            for (int n = random.nextInt(30); n > 0; n--) {
                header.append(random.nextInt(6) == 0 ? "filename" : signs.charAt(random.nextInt(signs.length())));
            }
            DeliveryName.Found found = DeliveryName.of(null, header.toString());
            if (found.fit() && found.name().isPresent()) {
                assertThat(found.name().get())
                        .doesNotContain("/")
                        .doesNotContain("\\")
                        .isNotBlank();
            }
        }
    }
}
