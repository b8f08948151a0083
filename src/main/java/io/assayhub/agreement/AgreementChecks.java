package io.assayhub.agreement;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.ChecksConfig.Check;
import io.assayhub.config.ChecksConfig.Runs;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.When;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The assay rules of a feed in the words of an agreement. */
final class AgreementChecks {
    private AgreementChecks() {}

    static void write(FeedConfig feed, AgreementPage page) {
        ChecksConfig checks = feed.checks();
        if (checks.results().isEmpty() && checks.runs().isEmpty()) {
            return;
        }
        page.heading("What is checked");
        List<List<String>> rows = new ArrayList<>();
        for (Check check : checks.results()) {
            rows.add(List.of(
                    code(check.rule().name().text()),
                    check.of().isEmpty()
                            ? "every result"
                            : check.of().stream()
                                    .sorted()
                                    .map(AgreementChecks::code)
                                    .collect(Collectors.joining(", ")),
                    check.rule().text(),
                    becomes(check)));
        }
        page.table(List.of("Check", "Of", "What has to hold", "Otherwise"), rows);
        checks.runs().ifPresent(runs -> runs(runs, page));
    }

    private static String becomes(Check check) {
        return switch (check.severity()) {
            case REJECT -> "rejected, " + check.rule().name().code().code();
            case HOLD -> "waits until a person has decided, with a flag";
            case FLAG -> "published with a flag";
        };
    }

    private static void runs(Runs runs, AgreementPage page) {
        page.paragraph("The rows of one run, column " + code(runs.run()) + ", are left out as " + code("run-failed")
                + " unless the run is accepted:");
        List<List<String>> rows = new ArrayList<>();
        if (!runs.calibrators().cells().isEmpty()) {
            rows.add(List.of(
                    "Calibrators, where " + when(runs.calibrators())
                            + (runs.anchors().cells().isEmpty() ? "" : " and not " + when(runs.anchors())),
                    "at least " + runs.levels() + " levels and " + runs.calibratorShare()
                            + " of the levels within " + runs.tolerance().toPlainString()
                            + " % of nominal, the lowest and the highest within "
                            + runs.outerTolerance().toPlainString() + " %"));
        }
        if (!runs.controls().cells().isEmpty()) {
            rows.add(List.of(
                    "Quality controls, where " + when(runs.controls()),
                    runs.controlShare() + " of all and " + runs.levelShare() + " of each level within "
                            + runs.tolerance().toPlainString() + " % of nominal"));
        }
        rows.add(List.of("Compared", code(runs.measured()) + " with the nominal value in " + code(runs.nominal())));
        rows.add(List.of("A run without them in the file", runs.acceptsWithout() ? "is accepted" : "is not accepted"));
        page.table(List.of("", ""), rows);
    }

    private static String when(When when) {
        return new TreeMap<>(when.cells())
                .entrySet().stream()
                        .map(e -> code(e.getKey()) + " is "
                                + e.getValue().stream()
                                        .sorted()
                                        .map(v -> v.isEmpty() ? "empty" : code(v))
                                        .collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining(" and "));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
