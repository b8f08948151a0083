package io.assayhub.parse.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the name of a column as places. */
final class FhirPathParser {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");
    private static final Pattern STEP = Pattern.compile("\\.(?:where\\((?<path>[a-z][A-Za-z]*(?:\\.[a-z][A-Za-z]*)*)"
            + " ?= ?'(?<text>[^']*)'\\)|extension\\('(?<url>[^']*)'\\)"
            + "|(?<function>first|join|exists|token)\\(\\)|(?<name>[a-z][A-Za-z0-9]*))");
    private static final String OR = " or ";

    private final String column;

    FhirPathParser(String column) {
        this.column = column;
    }

    /** In their order; none if the text is no place. */
    List<FhirPath> alternatives() {
        List<FhirPath> paths = new ArrayList<>();
        int at = 0;
        while (true) {
            Matcher type = TYPE.matcher(column).region(at, column.length());
            if (!type.lookingAt()) {
                return List.of();
            }
            at = type.end();
            List<FhirPath.Step> steps = new ArrayList<>();
            Matcher step = STEP.matcher(column).region(at, column.length());
            while (step.lookingAt()) {
                add(step, type.group(), steps);
                at = step.end();
                step.region(at, column.length());
            }
            paths.add(new FhirPath(type.group(), List.copyOf(steps)));
            if (at == column.length()) {
                return endsRight(paths) ? paths : List.of();
            }
            if (!column.startsWith(OR, at)) {
                return List.of();
            }
            at += OR.length();
        }
    }

    private static void add(Matcher step, String type, List<FhirPath.Step> steps) {
        if (step.group("path") != null) {
            steps.add(new FhirPath.Step.Where(List.of(step.group("path").split("\\.")), step.group("text")));
        } else if (step.group("url") != null) {
            steps.add(new FhirPath.Step.Field("extension"));
            steps.add(new FhirPath.Step.Where(List.of("url"), step.group("url")));
        } else if (step.group("function") != null) {
            steps.add(
                    switch (step.group("function")) {
                        case "first" -> new FhirPath.Step.First();
                        case "join" -> new FhirPath.Step.Join();
                        case "exists" -> new FhirPath.Step.Exists();
                        default -> new FhirPath.Step.Token();
                    });
        } else if (steps.isEmpty()
                && type.equals("Observation")
                && step.group("name").equals("value")) {
            steps.add(new FhirPath.Step.Result());
        } else {
            steps.add(new FhirPath.Step.Field(step.group("name")));
        }
    }

    /** Behind what gives one text nothing can follow, but that several tokens are joined. */
    private static boolean endsRight(List<FhirPath> paths) {
        for (FhirPath path : paths) {
            for (int i = 0; i + 1 < path.steps().size(); i++) {
                FhirPath.Step step = path.steps().get(i);
                FhirPath.Step next = path.steps().get(i + 1);
                boolean last = step instanceof FhirPath.Step.Join || step instanceof FhirPath.Step.Exists;
                boolean text = step instanceof FhirPath.Step.Token || step instanceof FhirPath.Step.Result;
                if (last || (text && (next instanceof FhirPath.Step.Field || next instanceof FhirPath.Step.Where))) {
                    return false;
                }
            }
        }
        return true;
    }
}
