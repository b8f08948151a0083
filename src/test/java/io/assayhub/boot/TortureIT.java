package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.HubProcess.Ended;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short series; {@code ./hub torture --kills 200} is a long one. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TortureIT {
    @Test
    void losesAndDoublesNothingThoughHubAndBrokerAreKilled() throws Exception {
        Ended series = HubProcess.ended("".getBytes(UTF_8), "torture", "--kills", "3", "--seed", "1");

        assertThat(series.out())
                .contains("kills survived                             3 of 3")
                .contains("during a release", "(source:1)", "broker")
                .doesNotContain("are kept in");
        assertThat(series.err()).isEmpty();
        assertThat(series.status()).isZero();
    }
}
