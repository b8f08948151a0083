package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

class BenchCommandIT {
    /** The steps check their own counts; a step that lost a row would end the command with an error. */
    @Test
    @Timeout(120)
    void runsEveryStepUpToTheBroker() {
        int exit = new CommandLine(new BenchCommand()).execute("--rows", "500", "--seconds", "0.1", "--intake-only");
        assertThat(exit).isZero();
    }
}
