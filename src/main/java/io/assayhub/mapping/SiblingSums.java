package io.assayhub.mapping;

import io.assayhub.mapping.TableBinding.BoundResult;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of the percentages that one row holds of each population, over the results that a check names. Used by one thread. */
final class SiblingSums {
    private final List<BoundResult> members;
    private final Map<String, BigDecimal> sums = new HashMap<>();
    private long summed = -1;

    /** @param members each with a reader that nobody else reads with */
    SiblingSums(List<BoundResult> members) {
        this.members = List.copyOf(members);
    }

    /** The sum of a population, or 0; null stands for those whose population is not told. */
    BigDecimal of(String denominator, SourceRow row) {
        if (summed != row.row()) {
            summed = row.row();
            sum(row);
        }
        return sums.getOrDefault(denominator, BigDecimal.ZERO);
    }

    private void sum(SourceRow row) {
        sums.clear();
        for (BoundResult member : members) {
            if (!RowCondition.match(member.conditions(), row)
                    || !member.reader().read(row)) {
                continue;
            }
            AssayResult result = member.reader().result();
            if (result.measurement() instanceof Quantity number && number.unit().equals("%")) {
                sums.merge(result.population().denominator(), number.value(), BigDecimal::add);
            }
        }
    }
}
