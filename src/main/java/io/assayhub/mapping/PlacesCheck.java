package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.Form;
import io.assayhub.config.Spelling;
import io.assayhub.config.YamlValue;
import io.assayhub.parse.astm.AstmFramer;
import io.assayhub.parse.datasetjson.DatasetJsonFramer;
import io.assayhub.parse.elispot.EliSpotFramer;
import io.assayhub.parse.fhir.FhirFramer;
import io.assayhub.parse.hl7v2.Hl7v2Framer;
import io.assayhub.parse.xpt.XptFramer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a feed names what sources of its form have: places in messages and resources, fields by their position, and what
 * a source says of itself. A table's columns are known when it comes.
 */
final class PlacesCheck {
    private final FeedConfig feed;
    private final YamlValue root;

    private PlacesCheck(FeedConfig feed, YamlValue root) {
        this.feed = feed;
        this.root = root;
    }

    /** Adds a problem to each place in a feed's file that names something else. */
    static void check(FeedConfig feed, YamlValue root) {
        PlacesCheck check = new PlacesCheck(feed, root);
        Form form = feed.format().form();
        if (form instanceof Form.Hl7v2) {
            check.columns(Hl7v2Framer::problem);
            check.facts(name -> header(name, "MSH", "MSH-7 or MSH-11", Hl7v2Framer::problem));
        } else if (form instanceof Form.Astm) {
            check.columns(AstmFramer::problem);
            check.facts(name -> header(name, "H", "H-14 or H-12", AstmFramer::problem));
        } else if (form instanceof Form.Fhir) {
            check.columns(FhirFramer::problem);
            check.facts(name -> among(name, FhirFramer.FACTS));
        } else if (form instanceof Form.EliSpot plates) {
            Collection<String> columns =
                    EliSpotFramer.columns(FeedTable.layout(plates, feed.format().decimal()));
            check.columns(name -> among(name, columns));
        } else if (form instanceof Form.CdiscLab records) {
            check.columns(name -> among(name, records.fields()));
        } else if (form instanceof Form.DatasetJson) {
            check.facts(name -> among(name, DatasetJsonFramer.facts()));
        } else if (form instanceof Form.Xpt) {
            check.facts(name -> among(name, XptFramer.facts()));
        }
    }

    private void columns(Function<String, Optional<String>> problem) {
        for (String column : FeedTable.columns(feed)) {
            problem.apply(column).ifPresent(found -> place(column).problem(found));
        }
    }

    private void facts(Function<String, Optional<String>> problem) {
        if (feed.transfer().order() instanceof FeedConfig.Order.Field order) {
            problem.apply(order.name())
                    .ifPresent(found -> root.at("transfer", "order", "field").problem(found));
        }
        feed.environment()
                .flatMap(FeedConfig.Environment::field)
                .flatMap(problem)
                .ifPresent(found -> root.at("environment", "field").problem(found));
    }

    /** @param segment with what a message says of itself */
    private static Optional<String> header(
            String name, String segment, String examples, Function<String, Optional<String>> problem) {
        return name.startsWith(segment + "-")
                ? problem.apply(name)
                : Optional.of("has to be a field of " + segment + ", such as " + examples);
    }

    private static Optional<String> among(String name, Collection<String> known) {
        return known.contains(name)
                ? Optional.empty()
                : Optional.of("'" + name + "' is not one of: " + String.join(", ", known) + Spelling.hint(name, known));
    }

    /** Where a feed's file names a column first, as far as it is a column of its own. */
    private YamlValue place(String header) {
        for (int i = 0; i < feed.results().size(); i++) {
            YamlValue own = root.at("results", "" + i, "columns");
            if (own.has(header)) {
                return own.at(header);
            }
        }
        return root.at("columns").has(header) ? root.at("columns", header) : root.at("columns");
    }
}
