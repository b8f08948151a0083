package io.assayhub.parse.datasetjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.TextRow;
import java.io.IOException;

/** Takes one row's array apart: texts as they are, numbers in their exact digits, nothing for null. */
final class RowReader {
    /** Characters of a row's cells together. */
    static final int MOST_CHARACTERS = 1 << 20;

    private final int columns;
    private final String added;
    private final TextRow row = new TextRow();

    /** @param added what stands behind the last cell of every row, or null */
    RowReader(int columns, String added) {
        this.columns = columns;
        this.added = added;
    }

    /** Reads from the current token, the value that is the row, to its end. */
    Frame read(JsonParser json, long number, long line, long offset) throws IOException {
        row.begin(number, line, offset);
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return refused(Reason.MALFORMED, number, line, offset, -1, 0);
        }
        int field = 0;
        int characters = 0;
        Reason wrong = null;
        int wrongField = -1;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) {
                // The parser says so itself where it is within an array.
                return refused(Reason.MALFORMED, number, line, offset, field, field);
            }
            if (token.isStructStart()) {
                json.skipChildren();
                wrongField = wrong == null ? field : wrongField;
                wrong = wrong == null ? Reason.MALFORMED : wrong;
            } else if (wrong == null && field < columns) {
                String text = token == JsonToken.VALUE_NULL ? "" : json.getText();
                characters += text.length();
                wrong = characters > MOST_CHARACTERS ? Reason.ROW_TOO_LONG : problem(text);
                wrongField = wrong == null ? -1 : field;
                row.add(wrong == null ? text : "");
            }
            field++;
        }
        if (wrong == null && field != columns) {
            wrong = Reason.WRONG_FIELD_COUNT;
        }
        if (wrong != null) {
            return refused(wrong, number, line, offset, wrongField, added == null ? field : field + 1);
        }
        if (added != null) {
            row.add(added);
        }
        return row;
    }

    /** JSON can say what is no text: U+0000, and half of a pair of surrogates. */
    private static Reason problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Reason.NUL_BYTE;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return Reason.BAD_ENCODING;
                }
                i++;
            }
        }
        return null;
    }

    static RefusedRow refused(Reason why, long number, long line, long offset, int field, int fields) {
        return new RefusedRow(why, number, line, line, offset, field, offset, fields);
    }
}
