package io.assayhub.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.CommandRecord.Action;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionRulesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Target HOLD = new Target("a/1", null, null, null, "P003", "0101");

    @Test
    void saysWhatIsDecidedByWhomAndWhy() {
        assertThat(DecisionRules.command("my-id", Action.RELEASE, HOLD, "J. Doe", "checked", NOON, null))
                .isEqualTo(new CommandRecord(
                        "my-id",
                        Action.RELEASE,
                        "J. Doe",
                        "checked",
                        "2026-03-01T12:00:00Z",
                        "a/1",
                        null,
                        null,
                        null,
                        "P003",
                        "0101",
                        null,
                        null));
        assertThat(HOLD.subjectKey()).contains("P003/0101");
        assertThat(new Target(null, null, "t", null, null, null).subjectKey()).isEmpty();
    }

    @Test
    void takesASecondPressForTheFirst() {
        CommandRecord first = at(NOON, "checked");
        assertThat(DecisionRules.isSamePress(first, at(NOON.plusSeconds(61), "checked"), false))
                .isTrue();
        assertThat(at(NOON.plusSeconds(20), "checked").id()).isEqualTo(first.id());
    }

    @Test
    void takesARepetitionLaterOrForAnotherReasonForAnother() {
        CommandRecord first = at(NOON, "checked");
        CommandRecord later = at(NOON.plusSeconds(601), "checked");
        assertThat(DecisionRules.isSamePress(first, later, false)).isFalse();
        assertThat(later.id()).isNotEqualTo(first.id());
        assertThat(DecisionRules.isSamePress(first, at(NOON.plusSeconds(5), "asked the laboratory"), false))
                .isFalse();
    }

    @Test
    void goesByTheIdAloneWhenOneIsGiven() {
        CommandRecord first = DecisionRules.command("1", Action.RELEASE, HOLD, "J. Doe", "checked", NOON, null);
        CommandRecord other = DecisionRules.command("2", Action.RELEASE, HOLD, "J. Doe", "checked", NOON, null);
        CommandRecord again =
                DecisionRules.command("1", Action.RELEASE, HOLD, "J. Doe", "checked", NOON.plusSeconds(9999), null);
        assertThat(DecisionRules.isSamePress(first, other, true)).isFalse();
        assertThat(DecisionRules.isSamePress(first, again, true)).isTrue();
    }

    @Test
    void wantsANameAndAReasonWithoutTheSubject() {
        assertThat(DecisionRules.problem("J. Doe", "checked", "0101")).isEmpty();
        assertThat(DecisionRules.problem(" ", "checked", null)).contains("--by has to name who decides.");
        assertThat(DecisionRules.problem("J. Doe", "", null)).get().asString().startsWith("--why has to give a reason");
        assertThat(DecisionRules.problem("hub", "checked", null))
                .get()
                .asString()
                .contains("the hub itself");
        assertThat(DecisionRules.problem("J. Doe", "0101 is right", "0101"))
                .get()
                .asString()
                .contains("must not hold the subject's number");
    }

    @Test
    void readsDaysAndInstants() {
        assertThat(DecisionRules.until("2026-05-01")).contains(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(DecisionRules.until("2026-05-01T08:00:00Z")).contains(Instant.parse("2026-05-01T08:00:00Z"));
        assertThat(DecisionRules.until("May")).isEmpty();
    }

    private static CommandRecord at(Instant at, String why) {
        return DecisionRules.command(null, Action.RELEASE, HOLD, "J. Doe", why, at, null);
    }
}
