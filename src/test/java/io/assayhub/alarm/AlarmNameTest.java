package io.assayhub.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the hub's own alarms are those that Prometheus raises. */
class AlarmNameTest {
    @ParameterizedTest
    @EnumSource
    void isAnAlertWithTheSameSeverityAndRunbook(AlarmName name) throws IOException {
        String rules = Files.readString(Path.of("deploy/prometheus/assay-hub.rules.yaml"));
        int from = rules.indexOf("- alert: " + name.text() + "\n");
        assertThat(from).as("the alert's place").isPositive();
        int to = rules.indexOf("- alert: ", from + 1);
        assertThat(rules.substring(from, to < 0 ? rules.length() : to))
                .contains("severity: " + name.severity().text() + " }", "runbook: " + name.runbook() + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void hasARunbook(AlarmName name) throws IOException {
        assertThat(Files.readString(Path.of("docs/runbooks.md"))).contains("\n## " + name.text() + "\n");
    }
}
