package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.Hash128;
import java.util.Base64;
import java.util.List;

/** Pages without scripts, pictures or anything fetched from elsewhere; readable on a telephone, in the light and dark. */
final class Page {
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem}
            h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2rem}
            form{margin:1.5rem 0;padding:1rem;border:1px solid GrayText;border-radius:.4rem}
            label{display:block;font-weight:600;margin-bottom:.5rem}
            input,button{font:inherit;max-width:100%}
            button{margin-top:1rem;padding:.5rem 1.25rem;cursor:pointer}
            .table{overflow-x:auto}table{border-collapse:collapse;width:100%}
            th,td{border:1px solid GrayText;padding:.3rem .5rem;text-align:left;vertical-align:top}
            td.n{text-align:right;font-variant-numeric:tabular-nums}
            code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
            .verdict{padding:.75rem 1rem;border-left:.4rem solid;font-weight:600}
            :focus-visible{outline:.2rem solid;outline-offset:.15rem}
            """;

    private final StringBuilder out = new StringBuilder();

    Page(String title) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    /** The policy of a page: its own one style, and forms that go nowhere else. */
    static String policy(String page) {
        int start = page.indexOf("<style>") + "<style>".length();
        String style = page.substring(start, page.indexOf("</style>", start));
        String hash = Base64.getEncoder().encodeToString(Hash128.sha256().digest(style.getBytes(UTF_8)));
        return "default-src 'none'; style-src 'sha256-" + hash
                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    Page heading(String text) {
        return element("h2", "", escaped(text));
    }

    Page paragraph(String text) {
        return element("p", "", escaped(text));
    }

    /** The one line that matters, read out at once by a screen reader. */
    Page verdict(String text) {
        return element("p", " class=\"verdict\" role=\"status\"", escaped(text));
    }

    Page link(String address, String text) {
        return element("p", "", "<a href=\"" + escaped(address) + "\">" + escaped(text) + "</a>");
    }

    /** A form that sends one file. */
    Page upload(String address, String label, String button) {
        out.append("<form method=\"post\" enctype=\"multipart/form-data\" action=\"")
                .append(escaped(address))
                .append("\">\n<label for=\"file\">")
                .append(escaped(label))
                .append(
                        "</label>\n<input type=\"file\" id=\"file\" name=\"file\" required>\n<br><button type=\"submit\">")
                .append(escaped(button))
                .append("</button>\n</form>\n");
        return this;
    }

    /** Left out when it has no rows; a cell may be null. */
    Page table(List<String> head, List<List<Object>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        out.append("<div class=\"table\"><table>\n<thead><tr>");
        head.forEach(
                cell -> out.append("<th scope=\"col\">").append(escaped(cell)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<Object> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append(cell instanceof Number ? "<td class=\"n\">" : "<td>")
                    .append(cell == null ? "" : escaped(cell.toString()))
                    .append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
        return this;
    }

    String html() {
        return out + "</main>\n</body>\n</html>\n";
    }

    private Page element(String name, String attributes, String content) {
        out.append('<')
                .append(name)
                .append(attributes)
                .append('>')
                .append(content)
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
