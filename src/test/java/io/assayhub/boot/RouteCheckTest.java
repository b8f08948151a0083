package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    private Path folder;

    @Test
    void theRepositorysRoutesLoad() throws IOException {
        Problems problems = new Problems();
        assertThat(RouteCheck.check(config(), ROUTES, problems)).isGreaterThanOrEqualTo(4);
        assertThat(problems.list()).map(Problem::toString).isEmpty();
    }

    @Test
    void aMisspeltOptionIsAProblemOfItsFileWithItsName() throws IOException {
        Problems problems = broken("greedy: ", "greedi: ");
        assertThat(problems.list())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("routes/intake-file.camel.yaml")
                .contains("greedi");
    }

    @Test
    void aRoutesIdIsItsFilesName() throws IOException {
        Problems problems = broken("id: intake-file", "id: intake-files");
        assertThat(problems.list())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .contains("routes/intake-file.camel.yaml", "there is no route 'intake-file'");
    }

    private Problems broken(String text, String other) throws IOException {
        for (String name : new String[] {"errors.camel.yaml", "intake-file.camel.yaml"}) {
            String route = Files.readString(ROUTES.resolve(name));
            Files.writeString(folder.resolve(name), route.replace(text, other));
        }
        Problems problems = new Problems();
        RouteCheck.check(config(), folder, problems);
        return problems;
    }

    private static HubConfig config() {
        return HubConfig.defaults(Path.of("."));
    }
}
