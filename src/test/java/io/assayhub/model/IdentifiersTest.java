package io.assayhub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    private static final Map<String, Function<String, Object>> TOKENS =
            Map.of("feed", FeedName::new, "study", StudyId::new, "subject", SubjectId::new);
    private static final Map<String, Function<String, Object>> HASHES =
            Map.of("observation", ObservationId::new, "snapshot", SnapshotId::new, "transfer", TransferId::new);

    @Test
    void tokensAreSafeInKeysHeadersAndJson() {
        TOKENS.forEach((name, create) -> {
            for (String good : List.of("P003", "0", "a.b_c:d-e", "x".repeat(64))) {
                assertThat(create.apply(good)).as(name).hasToString(good);
            }
            for (String bad : List.of(
                    "",
                    "-a",
                    ".a",
                    "_a",
                    "a b",
                    "a/b",
                    "a\"b",
                    "a\\b",
                    "a,b",
                    "a@b",
                    "\u00e9",
                    "a\n",
                    "x".repeat(65))) {
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> create.apply(bad));
            }
        });
        assertThat(List.of(FeedName.isValid("a b"), StudyId.isValid("a b"), SubjectId.isValid("a b")))
                .containsOnly(false);
        assertThat(List.of(FeedName.isValid("a-b"), StudyId.isValid("a-b"), SubjectId.isValid("a-b")))
                .containsOnly(true);
        assertThat(SubjectId.isValid(null)).isFalse();
    }

    @Test
    void hashesAreThirtyTwoLowerCaseHexadecimalDigits() {
        String hex = "0123456789abcdef0123456789abcdef";
        HASHES.forEach((name, create) -> {
            assertThat(create.apply(hex)).as(name).hasToString(hex);
            for (String bad :
                    List.of("", hex.substring(1), hex + "0", hex.toUpperCase(Locale.ROOT), "g" + hex.substring(1))) {
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> create.apply(bad));
            }
        });
        assertThat(ObservationId.isValid(null)).isFalse();
    }

    @Test
    void locationsReadAsPeopleSayThem() {
        assertThat(Location.WHOLE).hasToString("file");
        assertThat(new Location(0, 1, "Sample")).hasToString("line 1 column 'Sample'");
        assertThat(new Location(2, 3, null)).hasToString("line 3 (row 2)");
        assertThat(new Location(2, 3, "Unit")).hasToString("line 3 (row 2) column 'Unit'");
    }
}
