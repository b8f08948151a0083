package io.assayhub.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class TransferTracesTest {
    @Test
    void areNotMadeWhereNoCollectorIsNamed() {
        assertThat(TransferTraces.open("hub-1", Clock.systemUTC())).isEmpty();
    }
}
