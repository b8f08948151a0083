package io.assayhub.fhir;

import java.util.List;

/** Profiles or terminology cannot be used; says every problem, each with its file. */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    DefinitionException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: {@code profiles/elispot.yaml: what is wrong}. */
    public List<String> problems() {
        return problems;
    }
}
