package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The terminology that ships. */
class TerminologyTest {
    private static Terminology shipped;

    @BeforeAll
    static void read() throws IOException {
        Problems problems = new Problems();
        List<YamlValue> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(Path.of("fhir-mappings/terminology"))) {
            for (Path file : found.sorted().toList()) {
                YamlValue.ofFile(file, file.getFileName().toString(), problems).ifPresent(files::add);
            }
        }
        shipped = Terminology.of(files, Namespaces.of(Namespaces.DEFAULT_BASE), problems);
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void saysWithWhichUnitResultsHaveToBeComparable() {
        assertThat(shipped.unit("analyte", "IMP321")).contains("ng/mL");
        assertThat(shipped.unit("analyte", "CD8-COUNT")).contains("{cells}/uL");
        assertThat(shipped.unit("analyte", "ADA_NAB")).isEmpty();
        assertThat(shipped.unit("analyte", "NO-SUCH")).isEmpty();
        assertThat(shipped.unit("no-such", "IMP321")).isEmpty();
    }

    @Test
    void namesOnlyUnitsOfUcum() {
        UcumUnits ucum = new UcumUnits();
        assertThat(shipped.codes("analyte").stream().flatMap(code -> shipped.unit("analyte", code).stream()))
                .isNotEmpty()
                .allMatch(ucum::isUnit);
    }

    @Test
    void codesImmunogenicityAndElispotAsSdtmDoes() {
        assertThat(sdtm("ADA_BAB")).isEqualTo("C147272");
        assertThat(sdtm("ADA_NAB")).isEqualTo("C147273");
        assertThat(sdtm("ADA_NX")).isEqualTo("C147274");
        assertThat(sdtm("ADA_X")).isEqualTo("C147275");
        assertThat(sdtm("CYKSCCL")).isEqualTo("C181400");
    }

    private static String sdtm(String analyte) {
        return shipped.codings("analyte", analyte).orElseThrow().get(1).code();
    }
}
