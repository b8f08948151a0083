package io.assayhub.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceOrderTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final long MADE = Instant.parse("2026-03-01T09:59:58Z").getEpochSecond();

    @Test
    void takesWhatWasMadeLaterForNewerWheneverItArrives() {
        long earlier = SourceOrder.stated(MADE, ARRIVED.plusSeconds(86_400L * 60));
        assertThat(SourceOrder.stated(MADE + 1, ARRIVED)).isGreaterThan(earlier);
        assertThat(SourceOrder.stated(MADE + 1, Instant.EPOCH)).isGreaterThan(earlier);
        assertThat(earlier).isPositive();
        assertThat(SourceOrder.stated(Instant.parse("2067-12-31T00:00:00Z").getEpochSecond(), ARRIVED))
                .isGreaterThan(earlier);
    }

    @Test
    void takesOfOneSecondTheLaterArrivalForNewer() {
        assertThat(SourceOrder.stated(MADE, ARRIVED.plusMillis(1))).isGreaterThan(SourceOrder.stated(MADE, ARRIVED));
        assertThat(SourceOrder.stated(MADE, ARRIVED.minusSeconds(30)))
                .as("a sender's clock that is ahead")
                .isLessThan(SourceOrder.stated(MADE, ARRIVED));
    }
}
