package io.assayhub.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    private static final Path DOCUMENT = Path.of("docs/errors.md");

    /** Groups by their first digits, with the title that the document gives them. */
    private static final Map<String, String> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("AH-01", "A whole transfer is refused: nothing of it is published");
        GROUPS.put("AH-02", "A row is refused: it cannot be framed, all other rows go on");
        GROUPS.put("AH-03", "An entry is rejected: the row stands, this result of it does not");
        GROUPS.put("AH-04", "The hub's own files do not fit together");
        GROUPS.put("AH-05", "A result is held, or a matter is raised: a person or a later event decides");
        GROUPS.put("AH-06", "A registration or an expected specimen is rejected, or carried what it should not have");
        GROUPS.put("AH-08", "A request over HTTP is turned away: nothing of it was taken in");
    }

    @Test
    void numbersAreUniqueAndAscend() {
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();
        assertThat(codes).doesNotHaveDuplicates().isSorted().allMatch(c -> c.matches("AH-\\d{4}"));
        assertThat(codes).allMatch(c -> GROUPS.containsKey(c.substring(0, 5)));
    }

    @Test
    void everyCodeSaysWhatItMeansAndHowToMendIt() {
        assertThat(ErrorCode.values()).allSatisfy(code -> {
            assertThat(code.meaning()).matches("[A-Z].*\\.");
            assertThat(code.remedy()).matches("[A-Z].*\\.");
        });
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::meaning)).doesNotHaveDuplicates();
    }

    /** {@code -Derrors.rewrite=true} writes the document. */
    @Test
    void theDocumentIsThatOfTheCodes() throws IOException {
        if (Boolean.getBoolean("errors.rewrite")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document());
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(document());
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
                # Errors

                Every error that a sender or an operator can see has a code that keeps its meaning. It comes with its place
                (line of the file, row below the header, column) and never with anything from the data. This page is
                generated from `ErrorCode`; a test fails when the two differ.
                """);
        GROUPS.forEach((prefix, title) -> {
            text.append("\n## ").append(title).append("\n\n| code | meaning | remedy |\n|---|---|---|\n");
            for (ErrorCode code : ErrorCode.values()) {
                if (code.code().startsWith(prefix)) {
                    text.append("| ")
                            .append(code.code())
                            .append(" | ")
                            .append(code.meaning())
                            .append(" | ")
                            .append(code.remedy())
                            .append(" |\n");
                }
            }
        });
        return text.toString();
    }
}
