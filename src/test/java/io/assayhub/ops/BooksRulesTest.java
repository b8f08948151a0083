package io.assayhub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.ops.BooksRules.Difference;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BooksRulesTest {
    private static final String TRANSFER = "0".repeat(32);
    /** new, corrected, remapped, withdrawn, unchanged, restated, remapPending, stale, superseded, held, dismissed. */
    private static final Counts COUNTS = new Counts(3, 2, 1, 1, 4, 1, 1, 1, 1, 2, 1);

    @Test
    void findsNothingWhenTopicsShowWhatTheReceiptSays() {
        assertThat(compare(receipt(Receipt.State.CLOSED, COUNTS, 20, 2, 1), figures()))
                .isEmpty();
    }

    @Test
    void passesRepeatedResultsOver() {
        TopicFigures figures = figures();
        figures.normalised(0, 1);
        figures.normalised(0, 2);
        figures.normalised(1, 40);
        assertThat(compare(receipt(Receipt.State.CLOSED, COUNTS, 20, 2, 1), figures))
                .isEmpty();
    }

    static Stream<Arguments> oneMore() {
        return Stream.of(
                more("new", "3", "4", f -> f.version("new")),
                more("corrected", "2", "3", f -> f.version("corrected")),
                more("remapped", "1", "2", f -> f.version("remapped")),
                more("withdrawn", "1", "2", f -> f.version("withdrawn")),
                more("held", "2", "3", TopicFigures::held),
                more("dismissed", "1", "2", f -> f.ended("dismissed")),
                more("superseded", "1", "2", f -> f.ended("superseded")),
                more("rejected", "2", "3", TopicFigures::rejected),
                more("entries", "18", "19", TopicFigures::rejected),
                more("normalised", "16", "17", f -> f.normalised(0, 11)),
                more("entries", "18", "19", f -> f.normalised(0, 11)),
                more("unchanged+stale", "5", "6", f -> f.normalised(0, 11)),
                more("rows", "20", "19", f -> f.source(19, 1)),
                more("excluded+refused+read", "20", "19", f -> f.source(19, 1)),
                more("refused rows", "1", "2", f -> f.source(20, 2)),
                more("refused rows listed", "1", "2", TopicFigures::refused),
                more("held, then unchanged or stale", "5", "6", f -> {
                    for (int i = 0; i < 5; i++) {
                        f.ended("stale");
                    }
                }));
    }

    private static Arguments more(String quantity, String receipt, String topics, Consumer<TopicFigures> change) {
        return Arguments.of(quantity, receipt, topics, change);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("oneMore")
    void findsEachQuantityThatDiffers(String quantity, String receipt, String topics, Consumer<TopicFigures> change) {
        TopicFigures figures = figures();
        change.accept(figures);
        assertThat(compare(receipt(Receipt.State.CLOSED, COUNTS, 20, 2, 1), figures))
                .contains(new Difference(TRANSFER, quantity, receipt, topics));
    }

    @Test
    void findsReceiptThatDoesNotBalance() {
        assertThat(compare(receipt(Receipt.State.UNBALANCED, COUNTS, 20, 2, 1), figures()))
                .containsExactly(new Difference(TRANSFER, "balance", "does not balance", "-"));
    }

    @Test
    void findsReceiptThatIsMissingOnceTheEndIsMarked() {
        TopicFigures figures = figures();
        assertThat(BooksRules.compare(TRANSFER, Optional.empty(), figures)).isEmpty();
        figures.sealed();
        assertThat(BooksRules.compare(TRANSFER, Optional.empty(), figures))
                .containsExactly(new Difference(TRANSFER, "receipt", "none", "an end marker"));
    }

    @Test
    void leavesOpenTransfersAlone() {
        assertThat(compare(receipt(Receipt.State.OPEN, Counts.ZERO, 20, 2, 1), figures()))
                .isEmpty();
    }

    @Test
    void findsWhatWentOutOfARefusedTransfer() {
        Receipt refused = receipt(Receipt.State.REFUSED, Counts.ZERO, 20, 2, 1);
        assertThat(compare(refused, new TopicFigures())).isEmpty();
        TopicFigures figures = new TopicFigures();
        figures.version("new");
        figures.normalised(0, 1);
        assertThat(compare(refused, figures))
                .containsExactly(
                        new Difference(TRANSFER, "new", "0", "1"), new Difference(TRANSFER, "normalised", "0", "1"));
    }

    @Test
    void asksNothingOfResultsThatAreNoLongerKept() {
        TopicFigures figures = figures();
        figures.normalised(0, 11);
        figures.normalisedIsGone();
        assertThat(compare(receipt(Receipt.State.CLOSED, COUNTS, 20, 2, 1), figures))
                .isEmpty();
    }

    private static List<Difference> compare(Receipt receipt, TopicFigures figures) {
        return BooksRules.compare(TRANSFER, Optional.of(receipt), figures);
    }

    /** 20 rows: 1 excluded, 1 refused, 18 read; 18 entries: 2 rejected, 16 results in two partitions. */
    static Receipt receipt(Receipt.State state, Counts counts, long rows, long rejected, long refused) {
        Manifest manifest = new Manifest(
                "sdtm-pc",
                "pc.csv",
                "0".repeat(64),
                1000,
                "0".repeat(32),
                1,
                null,
                false,
                null,
                null,
                "2026-03-01T10:00:00Z",
                null,
                rows,
                null,
                Map.of("quality control", 1L),
                refused,
                rows - 1 - refused,
                18,
                rejected,
                Map.of(0, 10L, 1, 6L));
        return new Receipt(
                TRANSFER,
                1,
                state,
                state != Receipt.State.UNBALANCED,
                "2026-03-01T10:00:00Z",
                manifest,
                counts,
                0,
                null);
    }

    private static TopicFigures figures() {
        TopicFigures figures = new TopicFigures();
        for (int i = 0; i < 3; i++) {
            figures.version("new");
        }
        figures.version("corrected");
        figures.version("corrected");
        figures.version("remapped");
        figures.version("withdrawn");
        figures.held();
        figures.held();
        figures.ended("dismissed");
        figures.ended("superseded");
        figures.ended("unchanged");
        figures.rejected();
        figures.rejected();
        figures.refused();
        for (int seq = 1; seq <= 10; seq++) {
            figures.normalised(0, seq);
        }
        for (int seq = 1; seq <= 6; seq++) {
            figures.normalised(1, seq);
        }
        figures.source(20, 1);
        return figures;
    }
}
