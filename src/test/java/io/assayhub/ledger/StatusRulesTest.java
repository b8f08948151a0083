package io.assayhub.ledger;

import static io.assayhub.model.ResultStatus.AMENDED;
import static io.assayhub.model.ResultStatus.CANCELLED;
import static io.assayhub.model.ResultStatus.CORRECTED;
import static io.assayhub.model.ResultStatus.ENTERED_IN_ERROR;
import static io.assayhub.model.ResultStatus.FINAL;
import static io.assayhub.model.ResultStatus.PRELIMINARY;
import static io.assayhub.model.ResultStatus.REGISTERED;
import static io.assayhub.model.ResultStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ResultStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    /** What a source may state after what was published; the status published is the one stated, but for the next test. */
    private static final Map<ResultStatus, Set<ResultStatus>> LEGAL = new EnumMap<>(Map.of(
            REGISTERED, Set.of(REGISTERED, PRELIMINARY, FINAL, CANCELLED, ENTERED_IN_ERROR),
            PRELIMINARY, Set.of(PRELIMINARY, FINAL, CANCELLED, ENTERED_IN_ERROR),
            FINAL, Set.of(FINAL, AMENDED, CORRECTED, ENTERED_IN_ERROR),
            AMENDED, Set.of(FINAL, AMENDED, CORRECTED, ENTERED_IN_ERROR),
            CORRECTED, Set.of(FINAL, AMENDED, CORRECTED, ENTERED_IN_ERROR),
            CANCELLED, Set.of(CANCELLED, FINAL, ENTERED_IN_ERROR),
            ENTERED_IN_ERROR, Set.of(ENTERED_IN_ERROR),
            UNKNOWN, Set.of(ResultStatus.values())));

    @Test
    void allowsTheTransitionsOfTheTableAndNoOther() {
        for (ResultStatus published : ResultStatus.values()) {
            for (ResultStatus stated : ResultStatus.values()) {
                assertThat(StatusRules.next(published, stated).isPresent())
                        .as("%s after %s", stated, published)
                        .isEqualTo(LEGAL.get(published).contains(stated));
            }
        }
    }

    @Test
    void callsAnotherFinalAfterAFinalCorrected() {
        for (ResultStatus published : Set.of(FINAL, AMENDED, CORRECTED)) {
            assertThat(StatusRules.next(published, FINAL))
                    .as("after %s", published)
                    .contains(CORRECTED);
        }
    }

    @Test
    void keepsTheStatedStatusEverywhereElse() {
        assertThat(StatusRules.next(PRELIMINARY, FINAL)).contains(FINAL);
        assertThat(StatusRules.next(CANCELLED, FINAL)).contains(FINAL);
        assertThat(StatusRules.next(FINAL, AMENDED)).contains(AMENDED);
        assertThat(StatusRules.next(CORRECTED, CORRECTED)).contains(CORRECTED);
        assertThat(StatusRules.next(FINAL, ENTERED_IN_ERROR)).contains(ENTERED_IN_ERROR);
    }
}
