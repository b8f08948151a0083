package io.assayhub.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private final LoginThrottle throttle = new LoginThrottle(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void fail(String address, String name, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address, name);
        }
    }

    @Test
    void letsAnAddressTryFourTimes() {
        fail("10.0.0.1", "J. Doe", 4);
        assertThat(throttle.left("10.0.0.1", "J. Doe")).isEmpty();
    }

    @Test
    void waitsLongerWithEachFurtherFailureUpToABound() {
        fail("10.0.0.1", "J. Doe", 5);
        assertThat(throttle.left("10.0.0.1", "J. Doe")).contains(Duration.ofSeconds(5));
        fail("10.0.0.1", "J. Doe", 1);
        assertThat(throttle.left("10.0.0.1", "J. Doe")).contains(Duration.ofSeconds(10));
        fail("10.0.0.1", "J. Doe", 20);
        assertThat(throttle.left("10.0.0.1", "J. Doe")).contains(Duration.ofMinutes(15));
        now = now.plus(Duration.ofMinutes(15));
        assertThat(throttle.left("10.0.0.1", "J. Doe")).isEmpty();
    }

    @Test
    void oneAddressDoesNotLockANameForAnother() {
        fail("10.0.0.1", "J. Doe", 20);
        assertThat(throttle.left("10.0.0.2", "J. Doe")).isEmpty();
    }

    @Test
    void manyAddressesTogetherSlowANameDown() {
        for (int i = 0; i < 30; i++) {
            throttle.failed("10.0.0." + i, "J. Doe");
        }
        assertThat(throttle.left("10.0.1.1", "j. doe")).contains(Duration.ofSeconds(5));
        assertThat(throttle.left("10.0.1.1", "A. Other")).isEmpty();
    }

    @Test
    void forgetsAfterTheRightPasswordAndAfterAnHour() {
        fail("10.0.0.1", "J. Doe", 4);
        throttle.passed("10.0.0.1");
        fail("10.0.0.1", "A. Other", 4);
        assertThat(throttle.left("10.0.0.1", "A. Other")).isEmpty();
        now = now.plus(Duration.ofMinutes(61));
        fail("10.0.0.1", "A. Other", 4);
        assertThat(throttle.left("10.0.0.1", "A. Other")).isEmpty();
    }
}
