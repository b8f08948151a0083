package io.assayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PackageCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesThePackageAndSaysWhatIsInIt(@TempDir Path folder) {
        assertThat(run(
                        "--mappings",
                        "fhir-mappings",
                        "--out",
                        folder.resolve("new").toString()))
                .isZero();
        Path file = folder.resolve("new/io.assayhub.fhir-0.1.0.tgz");
        assertThat(file).isNotEmptyFile();
        assertThat(out.toString().lines())
                .contains("3 ConceptMap", "7 NamingSystem", "1 ImplementationGuide")
                .endsWith(file.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhichFileIsNotSound(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("profiles"));
        Files.createDirectories(folder.resolve("terminology"));
        Files.writeString(folder.resolve("profiles/x.yaml"), "resourceType: Nothing");

        assertThat(run("--mappings", folder.toString(), "--out", folder.toString()))
                .isOne();
        assertThat(err.toString()).startsWith("profiles/x.yaml: is not a resource of FHIR R4");
    }

    @Test
    void refusesABaseThatNoUrlCanBeginWith() {
        assertThat(run("--base", "assayhub.io/fhir/")).isOne();
        assertThat(err.toString()).contains("assayhub.io/fhir/");
    }

    private int run(String... arguments) {
        return new CommandLine(new PackageCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
