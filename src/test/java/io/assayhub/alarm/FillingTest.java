package io.assayhub.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.AlarmConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FillingTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private final Filling filling = new Filling(new AlarmConfig(URI.create("https://example.org/")), START);

    private void look(int minutes, long lag, boolean caughtUp) {
        filling.look(lag, caughtUp, START.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void nothingIsSaidWhileTheIndexIsFilledAfterAStart() {
        look(0, 0, false);
        assertThat(filling.areTopicsKnown()).as("before its lag is known").isFalse();
        look(1, 5_000_000, false);
        assertThat(filling.areTopicsKnown()).isFalse();
        look(2, 3, false);
        assertThat(filling.areTopicsKnown()).isFalse();
        assertThat(filling.isLagJudged()).isFalse();
    }

    @Test
    void everythingIsSaidOnceItIsFilled() {
        look(1, 0, true);
        assertThat(filling.areTopicsKnown()).isTrue();
        assertThat(filling.isLagJudged()).isTrue();
    }

    @Test
    void whatItLacksUnderLoadIsNotMissed() {
        look(1, 0, true);
        look(2, 10_000, false);
        assertThat(filling.areTopicsKnown()).isTrue();
    }

    @Test
    void oneThatIsFarBehindSaysOnlyThat() {
        look(1, 0, true);
        look(2, 10_001, false);
        assertThat(filling.areTopicsKnown()).isFalse();
        assertThat(filling.isLagJudged()).isTrue();
        look(3, 0, true);
        assertThat(filling.areTopicsKnown()).isTrue();
    }

    @Test
    void oneThatIsNotFilledInTimeIsBehind() {
        look(15, 5_000_000, false);
        assertThat(filling.isLagJudged()).isFalse();
        look(16, 5_000_000, false);
        assertThat(filling.isLagJudged()).isTrue();
        assertThat(filling.areTopicsKnown()).isFalse();
    }
}
