package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Replicates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a feed file says of tiers and replicates, and what is wrong with it. */
class FeedAssayReaderTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental }
            zone: unknown
            constants: { study: P003, analyte: ADA-IMP321 }
            identity: [study, subject, tier, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample: { to: specimen.accession }
              Tier: { to: tier }
              Result: { to: measurement, unit: "%" }
            tiers: [SCREEN, CONFIRM, [TITER, NEUTRALISING]]
            results:
              - observation: elispot
                replicates: { columns: [Well 1, Well 2], unit: SFC, sentinels: { -1: not-done, -2: too-numerous } }
            """;

    @Test
    void eachTierFollowsTheOneBeforeAndThoseOfTheListAtTheEndTheSame() {
        FeedConfig.Tiers tiers = feed(FEED).tiers();
        assertThat(tiers.before("SCREEN")).isNull();
        assertThat(tiers.before("CONFIRM")).isEqualTo("SCREEN");
        assertThat(tiers.before("TITER")).isEqualTo("CONFIRM");
        assertThat(tiers.before("NEUTRALISING")).isEqualTo("CONFIRM");
        assertThat(tiers.before("ANOTHER")).isNull();
    }

    @Test
    void replicatesAreColumnsOfOneUnitWithTheirSentinels() {
        Replicates replicates = feed(FEED).results().get(0).replicates();
        assertThat(replicates.columns()).extracting(Column::header).containsExactly("Well 1", "Well 2");
        assertThat(replicates.columns()).extracting(Column::unit).containsOnly("SFC");
        assertThat(replicates.columns()).extracting(Column::presence).containsOnly(Column.Presence.PRESENT);
        assertThat(replicates.sentinels())
                .isEqualTo(Map.of("-1", Replicates.Sentinel.NOT_DONE, "-2", Replicates.Sentinel.TOO_NUMEROUS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[SCREEN, CONFIRM, [TITER, NEUTRALISING]] | []                        | tiers: has to name at least one tier",
                "[SCREEN, CONFIRM, [TITER, NEUTRALISING]] | [SCREEN, SCREEN]          | tiers[1]: stands twice",
                "[SCREEN, CONFIRM, [TITER, NEUTRALISING]] | [SCREEN, [A, B], C]       | tiers[1]: only the last item may be a list: which of its tiers would the next one follow?",
                "`Tier: { to: tier }`                     | `Tier: { to: specimen.type }` | tiers: no column and no constant is the tier",
                "[Well 1, Well 2]                         | []                        | results[0].replicates.columns: has to name at least one column",
                "[Well 1, Well 2]                         | [Well 1, Result]          | results[0].replicates.columns: column 'Result' is read already",
                "[Well 1, Well 2]                         | [Well 1, Well 1]          | results[0].replicates.columns: column 'Well 1' is read already",
                "`unit: SFC, `                            | ``                        | results[0].replicates: 'unit' is missing",
                "too-numerous                             | too-many                  | results[0].replicates.sentinels.-2: 'too-many' is not one of",
                "sentinels                                | sentinel                  | results[0].replicates.sentinel: is not known here, did you mean 'sentinels'?",
            })
    void everyMistakeIsToldWithItsPlace(String before, String after, String problem) {
        Problems problems = new Problems();
        FeedConfigReader.read(FEED.replace(before.strip(), after.strip()), "feeds/lab.yaml", problems);
        assertThat(problems.list()).map(Problem::toString).anyMatch(p -> p.contains(problem));
    }

    private static FeedConfig feed(String text) {
        Problems problems = new Problems();
        FeedConfig feed = FeedConfigReader.read(text, "feeds/lab.yaml", problems)
                .orElseThrow(
                        () -> new AssertionError(List.copyOf(problems.list()).toString()));
        assertThat(problems.list()).isEmpty();
        return feed;
    }
}
