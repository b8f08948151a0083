package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.ChecksConfig.Check;
import io.assayhub.config.ChecksConfig.Severity;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Hash128;
import io.assayhub.model.QualityFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The checks that cover one result of a feed, bound to a table. */
final class ResultChecks {
    /** Of a result that no check covers. */
    static final ResultChecks NONE = new ResultChecks(List.of(), List.of());

    /** A rule, the flag of what fails it, and whether that waits for a person. */
    private record Bound(ResultCheck rule, ChecksConfig.Name name, QualityFlag flag, boolean holds) {}

    /** What the checks of a result that is not rejected have found. */
    record Found(List<QualityFlag> flags, boolean held) {
        static final Found NOTHING = new Found(List.of(), false);

        /** The source's hash, and another one if anything was found that other rows and cells decide as well. */
        Hash128 with(Hash128 source) {
            Hash128 all = source;
            for (int i = 0; i < flags.size(); i++) {
                if (isOfOthers(flags.get(i).code())) {
                    Utf8Text text = new Utf8Text();
                    text.add(all.hex());
                    text.add(flags.get(i).code());
                    all = text.hash();
                }
            }
            return all;
        }

        private static boolean isOfOthers(String code) {
            return code.equals(ChecksConfig.Name.ADA_TIERS.text())
                    || code.equals(ChecksConfig.Name.POPULATION_SUM.text());
        }
    }

    private final List<Bound> rejecting;
    private final List<Bound> flagging;

    private ResultChecks(List<Bound> rejecting, List<Bound> flagging) {
        this.rejecting = rejecting;
        this.flagging = flagging;
    }

    /**
     * Binds checks to a table.
     *
     * @param sums percentages of its rows, for a check that needs them
     * @param tiers see {@link ResultCheck#of}
     */
    static ResultChecks of(
            List<Check> checks, boolean limitsScaled, Function<Check, SiblingSums> sums, SampleTiers tiers) {
        if (checks.isEmpty()) {
            return NONE;
        }
        List<Bound> rejecting = new ArrayList<>();
        List<Bound> flagging = new ArrayList<>();
        for (Check check : checks) {
            Bound bound = new Bound(
                    ResultCheck.of(
                            check.rule(),
                            limitsScaled,
                            check.rule() instanceof ChecksConfig.PopulationSum ? sums.apply(check) : null,
                            tiers),
                    check.rule().name(),
                    flag(check.rule()),
                    check.severity() == Severity.HOLD);
            (check.severity() == Severity.REJECT ? rejecting : flagging).add(bound);
        }
        return new ResultChecks(rejecting, flagging);
    }

    /** The flag of a result that fails a rule. */
    static QualityFlag flag(ChecksConfig.Rule rule) {
        return new QualityFlag(rule.name().text(), rule.failure());
    }

    /** The check for which a result is rejected, and its flag's text; null if there is none. */
    Rejection rejection(AssayResult result, SourceRow row) {
        for (int i = 0; i < rejecting.size(); i++) {
            Bound bound = rejecting.get(i);
            if (bound.rule.fails(result, row)) {
                return new Rejection(bound.name, bound.flag.text());
            }
        }
        return null;
    }

    /** Why a result is rejected. */
    record Rejection(ChecksConfig.Name name, String detail) {}

    Found find(AssayResult result, SourceRow row) {
        List<QualityFlag> flags = null;
        boolean held = false;
        for (int i = 0; i < flagging.size(); i++) {
            Bound bound = flagging.get(i);
            if (bound.rule.fails(result, row)) {
                flags = flags == null ? new ArrayList<>() : flags;
                flags.add(bound.flag);
                held |= bound.holds;
            }
        }
        return flags == null ? Found.NOTHING : new Found(flags, held);
    }
}
