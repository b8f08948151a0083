package io.assayhub.mapping;

import io.assayhub.config.FeedConfig.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One condition of a feed's {@code when}, bound to a field of this table: the cell has to be one of the texts. */
record RowCondition(int field, Set<String> texts) {
    /** The conditions bound to the fields of a table, all of which it has. */
    static List<RowCondition> of(When when, TableFields fields) {
        List<RowCondition> conditions = new ArrayList<>();
        when.cells().forEach((header, texts) -> conditions.add(new RowCondition(fields.of(header), texts)));
        return conditions;
    }

    /** Whether a row meets all of them. */
    static boolean match(List<RowCondition> conditions, SourceRow row) {
        for (int i = 0; i < conditions.size(); i++) {
            RowCondition condition = conditions.get(i);
            if (!condition.texts.contains(CellText.strip(row.text(condition.field)))) {
                return false;
            }
        }
        return true;
    }
}
