package io.assayhub.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The pages' templates, compiled in the build. */
final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /**
     * A page, or a part of one.
     *
     * @param name such as {@code overview}
     * @param values by name of the template's parameter
     */
    String render(String name, Map<String, Object> values) {
        StringOutput out = new StringOutput(16 << 10);
        engine.render("console/" + name + ".jte", values, out);
        return out.toString();
    }
}
