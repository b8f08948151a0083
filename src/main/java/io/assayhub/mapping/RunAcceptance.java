package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig.Runs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which runs of a transfer are accepted: filled while it is read through for the first time, asked while it is read again.
 * Holds at most {@link #MOST_RUNS} runs and {@link #MOST_LEVELS} levels, some 40 MiB.
 */
final class RunAcceptance {
    static final int MOST_RUNS = 10_000;
    static final int MOST_LEVELS = 100_000;

    /** How many failed runs are named. */
    static final int MOST_NAMED = 20;

    private static final int LONGEST_KEY = 100;
    /** A name that can be repeated to people: nothing that could be a sentence. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/#-]{1,40}");

    private final Runs rules;
    private final NumberReader numbers;
    private final Map<String, RunTally> runs = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final List<String> named = new ArrayList<>();
    private int levels;
    private boolean tooMany;

    RunAcceptance(Runs rules, char decimal) {
        this.rules = rules;
        numbers = new NumberReader(decimal);
    }

    /** The columns and conditions of one table. */
    static final class Bound {
        private final int run;
        private final int nominal;
        private final int measured;
        private final List<RowCondition> calibrators;
        private final List<RowCondition> anchors;
        private final List<RowCondition> controls;

        Bound(Runs rules, TableFields fields) {
            run = fields.of(rules.run());
            nominal = fields.of(rules.nominal());
            measured = fields.of(rules.measured());
            calibrators = RowCondition.of(rules.calibrators(), fields);
            anchors = RowCondition.of(rules.anchors(), fields);
            controls = RowCondition.of(rules.controls(), fields);
        }

        private boolean isCalibrator(SourceRow row) {
            return !calibrators.isEmpty() && RowCondition.match(calibrators, row);
        }

        private boolean isAnchor(SourceRow row) {
            return !anchors.isEmpty() && RowCondition.match(anchors, row);
        }

        private boolean isControl(SourceRow row) {
            return !controls.isEmpty() && RowCondition.match(controls, row);
        }
    }

    /** Takes a row into account. */
    void add(Bound bound, SourceRow row) {
        boolean calibrator = bound.isCalibrator(row);
        boolean control = !calibrator && bound.isControl(row);
        if (tooMany || (calibrator && bound.isAnchor(row))) {
            return;
        }
        String name = name(row.text(bound.run));
        if (calibrator || control) {
            RunTally tally = runs.get(name);
            if (tally == null) {
                tally = new RunTally(rules);
                runs.put(name, tally);
            }
            int before = tally.levels();
            BigDecimal nominal = numbers.read(CellText.strip(row.text(bound.nominal)));
            BigDecimal measured = numbers.read(CellText.strip(row.text(bound.measured)));
            if (calibrator) {
                tally.calibrator(nominal, measured);
            } else {
                tally.control(nominal, measured);
            }
            levels += tally.levels() - before;
        } else if (!rules.acceptsWithout()) {
            runs.computeIfAbsent(name, n -> new RunTally(rules));
        }
        tooMany = runs.size() > MOST_RUNS || levels > MOST_LEVELS;
    }

    boolean tooMany() {
        return tooMany;
    }

    /** Decides about each run, when all rows are in. */
    void decide() {
        runs.forEach((name, tally) -> {
            String failure = tally.failure();
            if (failure != null) {
                failures.put(name, failure);
            }
        });
        runs.clear();
        failures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_NAMED)
                .forEach(e -> named.add(shown(e.getKey()) + ": " + e.getValue()));
        if (failures.size() > MOST_NAMED) {
            named.add("and " + (failures.size() - MOST_NAMED) + " more");
        }
    }

    /** Whether the run of a row is one that is not accepted. */
    boolean fails(Bound bound, SourceRow row) {
        return !failures.isEmpty() && failures.containsKey(name(row.text(bound.run)));
    }

    /** The runs that are not accepted and why, at most {@link #MOST_NAMED} and one line that counts the rest. */
    List<String> named() {
        return named;
    }

    private static String shown(String run) {
        return run.isEmpty() ? "no run" : NAME.matcher(run).matches() ? run : "a run whose name is not repeated here";
    }

    /** The run's name, or what stands for one that is very long. */
    private static String name(String cell) {
        String name = CellText.strip(cell);
        if (name.length() <= LONGEST_KEY) {
            return name;
        }
        Utf8Text text = new Utf8Text();
        text.add(name);
        return "sha256 " + text.sha256().hex();
    }
}
