package io.assayhub.agreement;

import java.util.ArrayList;
import java.util.List;

/** A page of headings, paragraphs and tables, as Markdown or as one HTML file that needs nothing else. */
public final class AgreementPage {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
            h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #bbb}
            table{border-collapse:collapse;width:100%;margin:.5rem 0}
            th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}
            th{background:#f1f1f1}code{font-family:ui-monospace,monospace;background:#f4f4f4;padding:0 .2em}
            @media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
            """;

    private sealed interface Block {}

    private record Heading(int level, String text) implements Block {}

    private record Paragraph(String text) implements Block {}

    private record Table(List<String> head, List<List<String>> rows) implements Block {}

    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    AgreementPage(String title) {
        this.title = title;
        blocks.add(new Heading(1, title));
    }

    void heading(String text) {
        blocks.add(new Heading(2, text));
    }

    /** Text in which {@code `…`} stands for words as they are written in files. */
    void paragraph(String text) {
        blocks.add(new Paragraph(text));
    }

    /** Left out when it has no rows. */
    void table(List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            blocks.add(new Table(List.copyOf(head), List.copyOf(rows)));
        }
    }

    /** As Markdown. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                out.append("#".repeat(heading.level())).append(' ').append(heading.text());
            } else if (block instanceof Paragraph paragraph) {
                out.append(paragraph.text());
            } else if (block instanceof Table table) {
                row(out, table.head());
                out.append("|--".repeat(table.head().size())).append("|\n");
                table.rows().forEach(cells -> row(out, cells));
                out.setLength(out.length() - 1);
            }
            out.append("\n\n");
        }
        return out.substring(0, out.length() - 1);
    }

    private static void row(StringBuilder out, List<String> cells) {
        cells.forEach(cell -> out.append("| ").append(cell.replace("|", "\\|")).append(' '));
        out.append("|\n");
    }

    /** As one HTML file. */
    public String html() {
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                element(out, "h" + heading.level(), heading.text());
            } else if (block instanceof Paragraph paragraph) {
                element(out, "p", paragraph.text());
            } else if (block instanceof Table table) {
                out.append("<table>\n");
                if (table.head().stream().anyMatch(cell -> !cell.isEmpty())) {
                    out.append("<thead><tr>");
                    table.head()
                            .forEach(cell -> out.append("<th scope=\"col\">")
                                    .append(inline(cell))
                                    .append("</th>"));
                    out.append("</tr></thead>\n");
                }
                out.append("<tbody>\n");
                for (List<String> cells : table.rows()) {
                    out.append("<tr>");
                    cells.forEach(
                            cell -> out.append("<td>").append(inline(cell)).append("</td>"));
                    out.append("</tr>\n");
                }
                out.append("</tbody>\n</table>\n");
            }
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private static void element(StringBuilder out, String name, String text) {
        out.append('<')
                .append(name)
                .append('>')
                .append(inline(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String inline(String text) {
        return escaped(text).replaceAll("`([^`]+)`", "<code>$1</code>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
