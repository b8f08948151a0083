package io.assayhub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlindingRulesTest {
    private final MappingCatalog catalog =
            MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), new Problems());

    private boolean hides(String study, String... blinded) {
        return BlindingRules.hidesArms(Set.of(blinded), catalog, study);
    }

    @Test
    void hidesTheArmsOfAStudyThatABlindedFeedIsAgreedFor() {
        assertThat(hides("P003", "immunology-ada")).isTrue();
        assertThat(hides("PILOT7", "immunology-ada")).isFalse();
        assertThat(hides("P003")).isFalse();
    }

    @Test
    void hidesTheArmsOfEveryStudyWhereABlindedFeedMayBringAny() {
        assertThat(hides("PILOT7", "sdtm-is")).isTrue();
        assertThat(hides("P003", "gone-from-the-mappings")).isTrue();
    }
}
