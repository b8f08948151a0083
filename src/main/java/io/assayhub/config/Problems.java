package io.assayhub.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that all are reported at once, and each once. */
public final class Problems {
    private final List<Problem> list = new ArrayList<>();

    public void add(String file, int line, String path, String message) {
        Problem problem = new Problem(file, line, path, message);
        if (!list.contains(problem)) {
            list.add(problem);
        }
    }

    public void add(YamlValue at, String message) {
        add(at.file(), at.line(), at.path(), message);
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** What was collected so far, in order of discovery. */
    public List<Problem> list() {
        return List.copyOf(list);
    }

    /** Throws all of them at once if there are any. */
    public void throwIfAny() {
        if (!list.isEmpty()) {
            throw new ConfigException(list());
        }
    }
}
