package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Form;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.model.ObservationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MadeTransferTest {
    static Stream<String> feeds() {
        return TestMappings.repository().feedNames().stream();
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void isReadByTheFeedItIsMadeFor(String name) throws IOException {
        CompiledFeed feed = TestMappings.feed(name);
        MadeTransfer made = new MadeTransfer(feed);
        MadeTransfer.Outcome outcome = made.read(feed, TransferReader.Mode.PREVIEW);

        assertThat(outcome.refusal()).isEmpty();
        for (int i = 0; i < made.rows().size(); i++) {
            String address = (i + 1) + "/" + made.rows().get(i).rule().address();
            assertThat(outcome.entries(i + 1))
                    .as(address)
                    .anyMatch(e -> e.address().equals(address));
        }
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void theSameFeedMakesTheSameBytes(String name) {
        CompiledFeed feed = TestMappings.feed(name);
        assertThat(new MadeTransfer(feed).text()).isEqualTo(new MadeTransfer(feed).text());
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void whatIdentifiesAPersonGoesInWhereThereIsRoomAndNeverComesOut(String name) throws IOException {
        CompiledFeed feed = TestMappings.feed(name);
        MadeTransfer made = new MadeTransfer(feed);
        boolean hasRoom =
                !feed.config().ignoredColumns().isEmpty() || !feed.config().refuseUnknownColumns();
        if (feed.config().format().form() instanceof Form.Csv) {
            assertThat(MadeTransfer.DECOYS).allMatch(decoy -> made.text().contains(decoy) == hasRoom);
        }

        MadeTransfer.Outcome outcome = made.read(feed, TransferReader.Mode.NORMALISE);
        assertThat(outcome.rejects()).isNotEmpty();
        assertThat(outcome.entries())
                .map(e -> new String(e.observation(), StandardCharsets.UTF_8) + e.facts() + e.subject() + e.place())
                .noneMatch(MadeTransferTest::holdsDecoy);
        assertThat(outcome.rejects())
                .map(r -> r.detail() + r.location() + r.entry() + r.value())
                .noneMatch(MadeTransferTest::holdsDecoy);
    }

    /** The proof's own eyes: what it looks for is seen where a feed gives the column a meaning. */
    @Test
    void aDecoyUnderAMeaningWouldBeSeen() throws IOException {
        CompiledFeed feed = TestMappings.feed("sdtm-pc");
        MadeTransfer made = new MadeTransfer(feed);
        made.rows().get(0).cells().put("PCNAM", MadeTransfer.DECOYS.get(0));

        Problems problems = new Problems();
        YamlValue file = YamlValue.ofText(feed.config().digest(), feed.config().file(), problems)
                .orElseThrow();
        FeedProof.refuseDecoys(made.read(feed, TransferReader.Mode.PREVIEW), file);
        assertThat(problems.list())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .contains("feeds/sdtm-pc.yaml", MadeTransfer.DECOYS.get(0), "got out");
    }

    @Test
    void theIdFollowsTheIdentityAlone() throws IOException {
        CompiledFeed feed = TestMappings.feed("bioanalysis-pk");
        MadeTransfer made = new MadeTransfer(feed);
        MadeTransfer.Outcome outcome = made.read(feed, TransferReader.Mode.PREVIEW);
        ObservationId usual = outcome.entries(1).get(0).facts().id();
        List<String> others = made.rows().stream()
                .filter(row -> row.varied() != null)
                .filter(row -> !outcome.entries(made.rows().indexOf(row) + 1L)
                        .get(0)
                        .facts()
                        .id()
                        .equals(usual))
                .map(row -> row.varied().header())
                .toList();
        assertThat(others).containsExactly("Subject", "Accession");
    }

    private static boolean holdsDecoy(String text) {
        return MadeTransfer.DECOYS.stream().anyMatch(text::contains);
    }
}
