package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.demo.FeedExpectation;
import io.assayhub.boot.demo.LabFile;
import io.assayhub.boot.demo.LabFiles;
import io.assayhub.boot.demo.SyntheticStudy;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The synthetic study's files through the repository's feeds: what its own books expect, and nothing of its decoys. */
class SyntheticStudyFilesTest {
    private static final SyntheticStudy STUDY = SyntheticStudy.generate(42);

    @Test
    void everyResultOfTheStudyIsReadOnceAndCorrectedWhereItWasReissued() throws IOException {
        List<LabFile> files = LabFiles.of(STUDY);
        for (FeedExpectation expected : LabFiles.expected(STUDY)) {
            Map<ObservationId, Hash128> content = new HashMap<>();
            Set<ObservationId> corrected = new HashSet<>();
            Set<String> names = new HashSet<>();
            long rows = 0;
            long excluded = 0;
            long refusedFiles = 0;
            for (LabFile file : files) {
                if (!file.feed().equals(expected.feed())) {
                    continue;
                }
                TransferRun run =
                        TransferRun.of(TestMappings.feed(file.feed()), TransferReader.Mode.NORMALISE, file.bytes());
                if (run.verdict().refusal().isPresent()) {
                    assertThat(run.refusal()).isEqualTo(ErrorCode.COUNT_DIFFERS);
                    refusedFiles++;
                    continue;
                }
                assertThat(run.rejected()).as(file.fileName()).isEmpty();
                assertThat(run.observations())
                        .noneMatch(o -> o.contains(LabFiles.DECOY_INITIALS) || o.contains(LabFiles.DECOY_OPERATOR));
                if (!names.add(file.fileName())) {
                    continue;
                }
                rows += run.summary().rows();
                excluded += run.summary().excluded().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                for (Entry entry : run.entries()) {
                    Hash128 before =
                            content.put(entry.facts().id(), entry.facts().contentHash());
                    if (before != null && !before.equals(entry.facts().contentHash())) {
                        corrected.add(entry.facts().id());
                    }
                }
            }
            assertThat(List.of(rows, excluded, (long) content.size(), (long) corrected.size()))
                    .as(expected.feed())
                    .containsExactly(
                            (long) expected.dataRows(),
                            (long) expected.excludedRows(),
                            (long) expected.results(),
                            (long) expected.corrected());
            assertThat(refusedFiles).isEqualTo(expected.feed().equals(LabFiles.PK_FEED) ? 1 : 0);
        }
    }
}
