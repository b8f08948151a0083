package io.assayhub.config;

/** Something wrong in a file that people write: which file, which line (1-based, 0 if unknown), which path in it. */
public record Problem(String file, int line, String path, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
