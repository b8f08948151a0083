package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which hub a command is about: {@code --config}, one meaning for all commands. */
public final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration (default: hub.yaml beside the launcher, if there is one)")
    private Path file;

    /**
     * The configuration named, the one beside the launcher, or the defaults.
     *
     * @param home where the project lies
     * @throws io.assayhub.config.ConfigException with all that is wrong in it
     */
    public HubConfig read(Path home) {
        Path standard = home.resolve("hub.yaml");
        if (file == null && !Files.exists(standard)) {
            return HubConfig.defaults(home);
        }
        Problems problems = new Problems();
        HubConfig config = HubConfig.read(file != null ? file : standard, home, problems);
        problems.throwIfAny();
        return config;
    }
}
