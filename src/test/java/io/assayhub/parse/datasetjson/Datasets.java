package io.assayhub.parse.datasetjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a framer delivers, as texts: {@code a|b}, or why and on which line something is refused. */
public final class Datasets {
    private Datasets() {}

    static List<String> rows(String text, String... wanted) throws IOException {
        return rows(new DatasetJsonFramer(new ByteArrayInputStream(text.getBytes(UTF_8)), Set.of(wanted)));
    }

    /** The header first. */
    public static List<String> rows(Framer framer) throws IOException {
        List<String> all = new ArrayList<>();
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            if (frame instanceof Row row) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.fieldCount(); i++) {
                    cells.add(row.text(i));
                }
                all.add(String.join("|", cells));
            } else if (frame instanceof RefusedRow row) {
                all.add(row.reason() + " " + row.line());
            } else if (frame instanceof RefusedTable table) {
                all.add(table.fault() + " " + table.line() + ": " + table.detail());
                break;
            }
        }
        return all;
    }
}
