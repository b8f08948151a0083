package io.assayhub.boot;

import java.nio.file.Path;

/** Where the project lies: the launcher says it, else the working directory. */
final class Home {
    private Home() {}

    static Path folder() {
        return Path.of(System.getProperty("assayhub.home", "."))
                .toAbsolutePath()
                .normalize();
    }
}
