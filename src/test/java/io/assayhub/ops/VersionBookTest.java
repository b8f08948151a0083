package io.assayhub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.Hash128;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionBookTest {
    private static final Hash128 ID = Hash128.ofSha256("one");

    private final VersionBook book = new VersionBook();

    @Test
    void findsNothingWhenVersionsAreWholeAndPublished() {
        book.audited(ID, 2, Set.of(Topic.PK, Topic.OBSERVATIONS));
        book.audited(ID, 1, Set.of(Topic.PK));
        assertThat(book.published(ID, 1, Topic.PK, true)).isTrue();
        assertThat(book.published(ID, 2, Topic.PK, true)).isTrue();
        assertThat(book.published(ID, 2, Topic.OBSERVATIONS, true)).isTrue();
        assertThat(faults()).isEmpty();
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void findsAHoleInTheVersions() {
        book.audited(ID, 1, Set.of());
        book.audited(ID, 3, Set.of());
        assertThat(faults()).containsExactly(ID.hex() + " versions 2 on the audit, the latest is 3");
    }

    @Test
    void findsAVersionThatStandsTwiceForAnother() {
        book.audited(ID, 1, Set.of());
        book.audited(ID, 3, Set.of());
        book.audited(ID, 3, Set.of());
        assertThat(faults()).containsExactly(ID.hex() + " versions 3 on the audit, the latest is 3");
    }

    @Test
    void findsTheTopicThatLacksTheLatestVersion() {
        book.audited(ID, 1, Set.of(Topic.PK, Topic.SAFETY));
        book.audited(ID, 2, Set.of(Topic.PK, Topic.SAFETY));
        book.published(ID, 2, Topic.PK, true);
        book.published(ID, 1, Topic.SAFETY, true);
        assertThat(faults()).containsExactly(ID.hex() + " published version 2 is not on safety");
    }

    @Test
    void takesNoVersionWhoseBytesSayAnother() {
        book.audited(ID, 1, Set.of(Topic.PK));
        book.published(ID, 1, Topic.PK, false);
        assertThat(faults()).containsExactly(ID.hex() + " published version 1 is not on pk");
    }

    @Test
    void knowsWhatTheAuditDoesNotHave() {
        assertThat(book.published(ID, 1, Topic.PK, true)).isFalse();
        book.audited(ID, 1, Set.of(Topic.PK));
        assertThat(book.published(ID, 2, Topic.PK, true)).isFalse();
    }

    @Test
    void keepsAHundredThousandApart() {
        for (int i = 0; i < 100_000; i++) {
            book.audited(Hash128.ofSha256("id " + i), 1, Set.of(Topic.PK));
        }
        for (int i = 0; i < 100_000; i++) {
            if (i != 4711) {
                book.published(Hash128.ofSha256("id " + i), 1, Topic.PK, true);
            }
        }
        assertThat(book.size()).isEqualTo(100_000);
        assertThat(faults()).containsExactly(Hash128.ofSha256("id 4711").hex() + " published version 1 is not on pk");
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        book.check((id, fault, figures) -> faults.add(id + " " + fault + " " + figures));
        return faults;
    }
}
