package io.assayhub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateRulesTest {
    private static Map<String, BigDecimal> limit(String name, String percent) {
        return Map.of(name, new BigDecimal(percent));
    }

    @Test
    void holdsCorrectionsAgainstWhatWasKnownBefore() {
        GateRules.Totals totals = new GateRules.Totals(200, 100, 100, 100, 5, 0, 0, 0, 0);
        assertThat(GateRules.exceeded(limit("corrected", "5"), totals)).isEmpty();
        assertThat(GateRules.exceeded(limit("corrected", "4.9"), totals))
                .containsExactly("corrected: 5.0 % of 100, limit 4.9 %");
    }

    @Test
    void holdsMissingAgainstWhatTheFeedHad() {
        GateRules.Totals half = new GateRules.Totals(50, 50, 100, 0, 0, 0, 50, 0, 0);
        assertThat(GateRules.exceeded(limit("missing", "1"), half))
                .containsExactly("missing: 50.0 % of 100, limit 1 %");
    }

    @Test
    void doesNotStopAFeedsFirstTransferForBeingNew() {
        GateRules.Totals first = new GateRules.Totals(100, 0, 0, 100, 0, 0, 0, 0, 0);
        GateRules.Totals later = new GateRules.Totals(100, 40, 40, 60, 0, 0, 0, 0, 0);
        assertThat(GateRules.exceeded(limit("new", "50"), first)).isEmpty();
        assertThat(GateRules.exceeded(limit("new", "50"), later)).containsExactly("new: 60.0 % of 100, limit 50 %");
    }

    @Test
    void allowsNothingAtZeroPercentAndEverythingThatIsNothing() {
        GateRules.Totals one = new GateRules.Totals(100_000, 100_000, 100_000, 0, 0, 1, 0, 0, 0);
        assertThat(GateRules.exceeded(limit("withdrawn", "0"), one))
                .containsExactly("withdrawn: 0.0 % of 100000, limit 0 %");
        GateRules.Totals none = new GateRules.Totals(10, 10, 10, 0, 0, 0, 0, 0, 0);
        assertThat(GateRules.exceeded(limit("withdrawn", "0"), none)).isEmpty();
    }

    @Test
    void countsRejectedAndHeldAgainstAllEntriesAndNamesEveryLimitExceeded() {
        GateRules.Totals totals = new GateRules.Totals(100, 0, 0, 60, 0, 0, 0, 30, 10);
        assertThat(GateRules.exceeded(
                        Map.of("rejected", BigDecimal.ONE, "held", BigDecimal.TEN, "corrected", BigDecimal.ZERO),
                        totals))
                .containsExactly("rejected: 30.0 % of 100, limit 1 %");
    }

    @Test
    void doesNotPassWhatItCannotJudge() {
        GateRules.Totals totals = new GateRules.Totals(1, 0, 0, 1, 0, 0, 0, 0, 0);
        assertThat(GateRules.exceeded(limit("surprising", "50"), totals))
                .containsExactly("surprising: this hub does not know the limit");
    }
}
