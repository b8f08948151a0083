package io.assayhub.console;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Puts a page's content into its frame. */
final class View {
    private final Templates templates;
    private final Visitors visitors;
    private final Supplier<Frame.IndexState> index;

    View(Templates templates, Visitors visitors, Supplier<Frame.IndexState> index) {
        this.templates = templates;
        this.visitors = visitors;
        this.index = index;
    }

    /**
     * A page.
     *
     * @param here the part of the navigation that it belongs to
     * @param template its name; takes {@code frame} beside the values
     */
    Answer page(Ask ask, String title, String here, String template, Map<String, Object> values) {
        return page(ask.visit(), 200, title, here, Notices.of(ask), template, values);
    }

    Answer page(
            Visit visit,
            int status,
            String title,
            String here,
            String notice,
            String template,
            Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("frame", new Frame(title, here, visit, visitors.formToken(visit), notice, index.get()));
        return Answer.page(status, templates.render(template, all));
    }

    /** A part of a page, without its frame. */
    String part(String template, Map<String, Object> values) {
        return templates.render(template, values);
    }
}
