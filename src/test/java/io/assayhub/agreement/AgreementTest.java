package io.assayhub.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A feed's agreement says what its file says, in words that a laboratory signs. */
class AgreementTest {
    private static final MappingCatalog CATALOG =
            MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), new Problems());

    @TestFactory
    Stream<DynamicTest> everyFeedHasAnAgreementThatNamesAllItsColumns() {
        return CATALOG.feedNames().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    CompiledFeed feed = CATALOG.feed(name).orElseThrow();
                    String page = Agreement.of(feed).markdown();
                    assertThat(page)
                            .startsWith("# Data transfer agreement: "
                                    + feed.config().title())
                            .contains("`" + feed.snapshot() + "`");
                    feed.config()
                            .columns()
                            .forEach(column -> assertThat(page).contains("| `" + column.header() + "` |"));
                    assertThat(Agreement.template(feed.config())).endsWith("\n").doesNotContain("\n\n");
                }));
    }

    @Test
    void saysWhatBecomesOfRowsAndWhenAFileIsStopped() {
        String page = Agreement.of(CATALOG.feed("bioanalysis-pk").orElseThrow()).markdown();
        assertThat(page)
                .contains("| `Sample Type` is `QC` | left out: quality control |")
                .contains("| `Concentration` | measurement | always | result, unit in `Units` |")
                .contains("| corrected | 5 % | nothing goes out until a person has decided |")
                .contains("each is one more than the last");
    }

    @Test
    void theTemplateIsAHeaderRowWithTheColumnsThatConditionsLookAt() {
        List<String> headers = List.of(
                Agreement.template(CATALOG.feed("bioanalysis-pk").orElseThrow().config())
                        .strip()
                        .split(",", -1));
        assertThat(headers)
                .contains("Subject", "Accession", "Concentration", "Units", "Sample Type")
                .doesNotHaveDuplicates();
    }

    @Test
    void theHtmlPageEscapesAndNeedsNothingElse() {
        AgreementPage page = new AgreementPage("a < b & \"c\"");
        page.table(List.of("`x|y`"), List.of(List.of("<script>")));
        assertThat(page.html())
                .contains("<title>a &lt; b &amp; &quot;c&quot;</title>", "<code>x|y</code>", "<td>&lt;script&gt;</td>")
                .doesNotContain("http", "src=");
        assertThat(page.markdown()).contains("| `x\\|y` |");
    }
}
