package io.assayhub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final Path EXAMPLE = Path.of("deploy/topics-and-acls.sh");

    /** Run with {@code -Dacls.rewrite=true} to write the example again. */
    @Test
    void exampleIsWhatTheCommandWrites() throws IOException {
        String script = AccessRules.script(new HubConfig.Topics("assay", 6, 3));
        if (Boolean.getBoolean("acls.rewrite")) {
            Files.writeString(EXAMPLE, script);
        }
        assertThat(EXAMPLE).hasContent(script);
    }

    @Test
    void givesConsumersTheirOwnTopicsOnly() {
        assertThat(AccessRules.script(new HubConfig.Topics("trial-7", 6, 3))
                        .lines()
                        .filter(l -> l.contains("PK_SERVICE")))
                .containsExactly(
                        "PK_SERVICE=${PK_SERVICE:-User:pk-service}",
                        "allow \"$PK_SERVICE\" --operation Read --operation Describe --topic trial-7.pk",
                        "allow \"$PK_SERVICE\" --operation Read --group pk-service --resource-pattern-type prefixed");
    }
}
