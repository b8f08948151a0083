package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.demo.SyntheticStudy.Subject;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoryFilesTest {
    private static final int SUBJECT = 4;
    private static final int ACCESSION = 5;
    private static final int CONCENTRATION = 13;

    private final StoryFiles files = new StoryFiles(SyntheticStudy.generate(42));

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 40);
    }

    @Test
    void sameSeedGivesTheSameBytes() {
        StoryFiles again = new StoryFiles(SyntheticStudy.generate(42));
        for (int i = 1; i <= 8; i++) {
            assertThat(again.plasma(i).bytes()).isEqualTo(files.plasma(i).bytes());
        }
        for (int i = 1; i <= 4; i++) {
            assertThat(again.antibodies(i).bytes())
                    .isEqualTo(files.antibodies(i).bytes());
        }
    }

    @Test
    void registersTwoSubjectsLateAndAllOthersAtOnce() {
        assertThat(files.late()).containsExactly("P003-01-0002", "P003-01-0004");
        assertThat(files.subjects(true)).extracting(Subject::number).containsExactlyElementsOf(files.late());
        assertThat(files.subjects(false))
                .extracting(Subject::number)
                .hasSize(19)
                .doesNotContain("P003-01-0002");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exchangesTwoSubjectsInBatchFourAndPutsThemRightInFileEight(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);
        StoryFiles story = new StoryFiles(study);
        List<PkSample> pair = story.exchanged();
        assertThat(pair.get(0).subject()).isNotEqualTo(pair.get(1).subject());
        assertThat(story.late())
                .doesNotContain(pair.get(0).subject(), pair.get(1).subject());

        assertThat(subjectsOf(story.plasma(4), pair))
                .containsExactly(pair.get(1).subject(), pair.get(0).subject());
        assertThat(subjectsOf(story.plasma(8), pair))
                .containsExactly(pair.get(0).subject(), pair.get(1).subject());
        assertThat(StoryFiles.rows(story.plasma(8))).hasSize(2);
        assertThat(new String(story.plasma(8).bytes(), UTF_8)).contains("\r\nRows,2\r\n");
        assertThat(differing(ordinary(study, "P003_PK_004.csv"), story.plasma(4)))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void movesTheConcentrationsOfMostRowsAndNothingElse(int seed) {
        StoryFiles story = new StoryFiles(SyntheticStudy.generate(seed));
        List<String> before = StoryFiles.rows(story.plasma(5));
        List<String> after = StoryFiles.rows(story.plasma(7));
        List<String> values = new ArrayList<>();
        List<String> moved = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String[] was = before.get(i).split(",", -1);
            String[] is = after.get(i).split(",", -1);
            if (was[0].equals("UNK")) {
                values.add(was[CONCENTRATION]);
                moved.add(is[CONCENTRATION]);
            }
            assertThat(is[CONCENTRATION].equals("NS")).isEqualTo(was[CONCENTRATION].equals("NS"));
            is[CONCENTRATION] = was[CONCENTRATION];
            assertThat(is).containsExactly(was);
        }
        assertThat(moved).containsExactlyInAnyOrderElementsOf(values);
        assertThat(story.shiftedResults() * 100)
                .as("beyond the feed's limit of 5 %")
                .isGreaterThan(5 * StoryFiles.results(story.plasma(7), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lastAntibodyFileIsTheTruthInOneSpelling(int seed) {
        SyntheticStudy study = SyntheticStudy.generate(seed);
        StoryFiles story = new StoryFiles(study);
        LabFile truth = ordinary(study, "P003-ADA-2007-09-30.csv");
        LabFile last = story.antibodies(4);
        assertThat(last.fileName()).isEqualTo("P003-ADA-2007-12-31.csv");
        assertThat(adaRows(last, true)).isEqualTo(adaRows(truth, true));
        assertThat(adaRows(last, false)).allMatch(row -> row.startsWith("P003;P003-01-"));
        assertThat(story.respelled()).isPositive();

        List<String> third = adaRows(story.antibodies(3), true);
        List<String> fourth = adaRows(last, true);
        List<String> wrong = IntStream.range(0, third.size())
                .filter(i -> !third.get(i).equals(fourth.get(i)))
                .mapToObj(third::get)
                .toList();
        assertThat(wrong).hasSize(2).allMatch(row -> row.contains(";TITER;;20;"));
    }

    @Test
    void earlierAntibodyFilesStayBeginningsOfLaterOnes() {
        for (int i = 1; i < 3; i++) {
            String earlier = new String(files.antibodies(i).bytes(), Charset.forName("windows-1252"));
            assertThat(new String(files.antibodies(i + 1).bytes(), Charset.forName("windows-1252")))
                    .startsWith(earlier);
        }
    }

    @Test
    void sendsOneCytometrySampleUnderAScreeningNumber() {
        LabFile ordinary = ordinary(SyntheticStudy.generate(42), "CD8_batch_01.csv");
        assertThat(differing(ordinary, files.cells(1)))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("\"P003\",\"P003-01-9001\",\"FC-"));
        assertThat(files.cells(2).bytes())
                .isEqualTo(ordinary(SyntheticStudy.generate(42), "CD8_batch_02.csv")
                        .bytes());
    }

    @Test
    void countsResultsOfAFileAndOfSomeSubjects() {
        assertThat(StoryFiles.results(files.plasma(1), Set.of())).isEqualTo(76);
        assertThat(StoryFiles.results(files.cells(1), Set.of()))
                .isEqualTo(4 * StoryFiles.rows(files.cells(1)).size());
        LabFile ada = files.antibodies(1);
        long late = adaRows(ada, true).stream()
                .filter(row -> files.late().stream().anyMatch(row::contains))
                .count();
        assertThat(StoryFiles.results(ada, files.late())).isEqualTo((int) late).isPositive();
    }

    @Test
    void cutOffCopyIsTheBeginningOfBatchThree() {
        assertThat(files.cutOff().fileName()).isEqualTo("P003_PK_003.csv");
        assertThat(new String(files.plasma(3).bytes(), UTF_8))
                .startsWith(new String(files.cutOff().bytes(), UTF_8))
                .hasSizeGreaterThan(files.cutOff().bytes().length);
    }

    private static LabFile ordinary(SyntheticStudy study, String name) {
        return LabFiles.of(study).stream()
                .filter(f -> f.fileName().equals(name))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** The subjects of these samples in a file, in the samples' order. */
    private static List<String> subjectsOf(LabFile file, List<PkSample> samples) {
        return samples.stream()
                .map(sample -> StoryFiles.rows(file).stream()
                        .map(row -> row.split(",", -1))
                        .filter(cells -> cells[ACCESSION].equals(sample.accession()))
                        .findFirst()
                        .orElseThrow()[SUBJECT])
                .toList();
    }

    /** The rows of the second file that the first has otherwise. */
    private static List<String> differing(LabFile first, LabFile second) {
        List<String> rows = new ArrayList<>(StoryFiles.rows(second));
        rows.removeAll(StoryFiles.rows(first));
        return rows;
    }

    private static List<String> adaRows(LabFile file, boolean oneSpelling) {
        return StoryFiles.rows(file).stream()
                .map(row -> {
                    String[] cells = row.split(";", 3);
                    String subject = oneSpelling ? cells[1].strip().toUpperCase(java.util.Locale.ROOT) : cells[1];
                    return cells[0] + ';' + subject + ';' + cells[2];
                })
                .toList();
    }
}
