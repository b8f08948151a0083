package io.assayhub.agreement;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.Source;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.config.Form;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A feed file in the words of a data transfer agreement: what the sender delivers, and what the hub makes of it. */
public final class Agreement {
    private final FeedConfig feed;
    private final CompiledFeed compiled;
    private final AgreementPage page;

    private Agreement(CompiledFeed compiled) {
        this.compiled = compiled;
        this.feed = compiled.config();
        this.page = new AgreementPage("Data transfer agreement: " + feed.title());
    }

    /** The page of a feed. */
    public static AgreementPage of(CompiledFeed feed) {
        Agreement agreement = new Agreement(feed);
        agreement.parties();
        agreement.files();
        agreement.table();
        agreement.words();
        agreement.results();
        AgreementChecks.write(agreement.feed, agreement.page);
        agreement.limits();
        agreement.errors();
        agreement.signatures();
        return agreement.page;
    }

    /** The header row of a delivery, for a sender who starts from nothing. */
    public static String template(FeedConfig feed) {
        String delimiter = feed.format().form() instanceof Form.Csv csv ? String.valueOf(csv.delimiter()) : ",";
        return headers(feed).stream()
                        .map(h -> h.contains(delimiter) || h.contains("\"") ? '"' + h.replace("\"", "\"\"") + '"' : h)
                        .collect(Collectors.joining(delimiter))
                + "\n";
    }

    private static Set<String> headers(FeedConfig feed) {
        Set<String> headers = new LinkedHashSet<>();
        for (Column column : feed.allColumns()) {
            headers.add(column.header());
            if (column.source() instanceof Source.Joined joined) {
                headers.add(joined.with());
            }
            if (column.unitFrom() != null) {
                headers.add(column.unitFrom());
            }
        }
        feed.exclusions()
                .forEach(exclusion -> headers.addAll(exclusion.when().cells().keySet()));
        feed.reported().ifPresent(when -> headers.addAll(when.cells().keySet()));
        feed.checks().runs().ifPresent(runs -> headers.addAll(runs.headers()));
        feed.results().forEach(rule -> headers.addAll(rule.when().cells().keySet()));
        return headers;
    }

    private void parties() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Feed", code(feed.name().value()) + ", version " + feed.version()));
        rows.add(List.of("Mapping snapshot", code(compiled.snapshot().value())));
        feed.contact()
                .ifPresent(c -> rows.add(List.of(
                        "Sender",
                        c.organisation() + ", " + c.role() + (c.address() == null ? "" : ", " + c.address()))));
        constants(feed.constants()).forEach((name, value) -> rows.add(List.of(name, value)));
        rows.add(List.of(
                "Blinded", feed.blinded() ? "yes: kept from general readers until a recorded unblinding" : "no"));
        page.table(List.of("Agreed", ""), rows);
        page.paragraph(
                "This page is made from the file that the hub runs. Another version of the file is another agreement.");
    }

    private static Map<String, String> constants(Map<Meaning, String> constants) {
        Map<String, String> sorted = new TreeMap<>();
        constants.forEach((meaning, value) -> sorted.put(meaning.text(), code(value)));
        return sorted;
    }

    private static void form(FeedConfig.Format format, List<List<String>> rows) {
        Form form = format.form();
        String delimiter = form instanceof Form.Csv csv
                ? ", delimiter " + (csv.delimiter() == '\t' ? "tab" : code(String.valueOf(csv.delimiter())))
                : "";
        rows.add(List.of(
                "Form",
                form.name() + ", " + format.charset() + delimiter + ", decimal sign "
                        + code(String.valueOf(format.decimal())) + ", no grouping of thousands"));
        if (!format.wrapped().isEmpty()) {
            rows.add(List.of(
                    "Wrapping",
                    "may be packed: "
                            + format.wrapped().stream()
                                    .map(w -> w.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                    .sorted()
                                    .collect(Collectors.joining(", "))));
        }
        if (form instanceof Form.Csv csv) {
            if (csv.skip() > 0) {
                rows.add(List.of("Above the header", lines(csv.skip())));
            }
            csv.headerRow()
                    .ifPresent(p -> rows.add(List.of("Header", "the first line that matches " + code(p.pattern()))));
            csv.endAt()
                    .ifPresent(p ->
                            rows.add(List.of("End", "the table ends at a line that matches " + code(p.pattern()))));
        }
    }

    private void files() {
        FeedConfig.Format format = feed.format();
        FeedConfig.Transfer transfer = feed.transfer();
        page.heading("The file");
        List<List<String>> rows = new ArrayList<>();
        form(format, rows);
        feed.preamble()
                .ifPresent(p -> rows.add(List.of(
                        "Count",
                        "the number of rows stands above the table: "
                                + code(p.count().pattern()))));
        rows.add(List.of(
                "Content",
                transfer.kind() == FeedConfig.Transfer.Kind.CUMULATIVE
                        ? "cumulative: each file repeats everything so far. A row that is gone is asked after and never deleted"
                        : "incremental: each file holds only what is new or corrected"));
        transfer.every().ifPresent(every -> rows.add(List.of("Frequency", "every " + days(every))));
        rows.add(List.of("Order", order(transfer.order())));
        feed.environment()
                .ifPresent(e -> rows.add(List.of(
                        "Environment",
                        code(e.expected()) + " has to be said"
                                + e.fileName()
                                        .map(p -> " in the file's name, " + code(p.pattern()))
                                        .orElse("")
                                + e.preamble()
                                        .map(p -> " above the table, " + code(p.pattern()))
                                        .orElse("")
                                + e.field().map(f -> " in " + code(f)).orElse(""))));
        rows.add(List.of(
                "Times",
                feed.zone()
                        .map(zone -> "local times are those of " + code(zone.getId()))
                        .orElse(
                                feed.siteZones().isEmpty()
                                        ? "the zone of local times is not known: the date is used and the time kept as sent"
                                        : "local times are those of the site: "
                                                + new TreeMap<>(feed.siteZones())
                                                        .entrySet().stream()
                                                                .map(e -> code(e.getKey()) + " " + e.getValue())
                                                                .collect(Collectors.joining(", ")))));
        page.table(List.of("", ""), rows);
    }

    private static String order(FeedConfig.Order order) {
        if (order instanceof FeedConfig.Order.FileName byName) {
            return "by the number in the file's name, " + code(byName.pattern().pattern())
                    + (byName.consecutive()
                            ? "; each is one more than the last, and one that does not come is asked after"
                            : "");
        }
        return order instanceof FeedConfig.Order.Field field ? "by the moment in " + code(field.name()) : "by arrival";
    }

    private void table() {
        page.heading("Columns");
        List<List<String>> rows = new ArrayList<>();
        feed.columns().forEach(column -> rows.add(row(column)));
        for (ResultRule rule : feed.results()) {
            rule.columns().forEach(column -> rows.add(row(column)));
        }
        page.table(List.of("Header", "Meaning", "Filled", "Form", "Words"), rows);
        Set<String> besides = new TreeSet<>(headers(feed));
        feed.allColumns().forEach(column -> besides.remove(column.header()));
        if (!besides.isEmpty()) {
            page.paragraph("Needed besides, for units, to tell rows apart or to judge runs: " + codes(besides) + ".");
        }
        Set<String> notRead = new TreeSet<>(feed.ignoredColumns());
        notRead.removeAll(besides);
        if (!notRead.isEmpty()) {
            page.paragraph("May be there and are not read: " + codes(notRead) + ".");
        }
        page.paragraph(
                feed.refuseUnknownColumns()
                        ? "A file with any other column is refused."
                        : "Other columns may be there and are not read.");
        page.paragraph("No column holds a name, initials, a full birth date or a free comment.");
    }

    private List<String> row(Column column) {
        String moments = feed.momentsOf(column);
        boolean moment = column.to().kind() == Meaning.Kind.MOMENT;
        String form = moment && moments != null
                ? moments.equals("hl7") ? "HL7 DTM" : code(moments)
                : form(column.to().kind());
        if (column.unitFrom() != null) {
            form += ", unit in " + code(column.unitFrom());
        } else if (column.unit() != null) {
            form += ", in " + code(column.unit());
        }
        if (column.source() instanceof Source.Joined joined) {
            form += ", with the time in " + code(joined.with());
        } else if (column.source() instanceof Source.Part part) {
            form += ", the part " + code(part.group()) + " of "
                    + code(part.pattern().pattern());
        }
        return List.of(
                code(column.header()),
                column.to().text(),
                switch (column.presence()) {
                    case REQUIRED -> "always";
                    case PRESENT -> "may be empty";
                    case OPTIONAL -> "may be missing";
                },
                form,
                column.values().isEmpty()
                        ? ""
                        : new TreeMap<>(column.values())
                                .entrySet().stream()
                                        .map(e -> code(e.getKey()) + " = " + e.getValue())
                                        .collect(Collectors.joining(", ")));
    }

    private static String form(Meaning.Kind kind) {
        return switch (kind) {
            case CODE -> "one line";
            case TEXT -> "text";
            case NUMBER -> "number";
            case MOMENT -> "ISO 8601";
            case DURATION -> "hours, or ISO 8601";
            case MEASUREMENT -> "result";
        };
    }

    private void words() {
        page.heading("Results in words");
        FeedConfig.Tokens tokens = feed.tokens();
        List<List<String>> rows = new ArrayList<>();
        word(rows, tokens.belowLimit(), "below the limit of quantification");
        word(rows, tokens.aboveLimit(), "above the limit of quantification");
        word(rows, tokens.notDone(), "not done");
        word(rows, tokens.pending(), "still to come");
        word(rows, tokens.invalid(), "invalid");
        for (Measurement.Qualitative qualitative : Measurement.Qualitative.values()) {
            word(
                    rows,
                    tokens.coded().entrySet().stream()
                            .filter(e -> e.getValue() == qualitative)
                            .map(Map.Entry::getKey)
                            .toList(),
                    qualitative.display().toLowerCase(Locale.ROOT));
        }
        word(rows, feed.missing(), "an empty cell");
        page.table(List.of("Word, in any case of letters", "Means"), rows);
        page.paragraph("Besides, a result is a number, or `<` or `>` with a number. Nothing else is taken.");
        if (!feed.units().isEmpty()) {
            List<List<String>> units = new ArrayList<>();
            new TreeMap<>(feed.units()).forEach((sent, ucum) -> units.add(List.of(code(sent), code(ucum))));
            page.table(List.of("Unit as sent", "UCUM"), units);
        }
        page.paragraph(
                feed.limitsScaled()
                        ? "Limits of quantification hold for the sample as it is."
                        : "Limits of quantification hold for the curve; for the sample they are multiplied by the dilution.");
    }

    private static void word(List<List<String>> rows, Collection<String> words, String means) {
        if (!words.isEmpty()) {
            rows.add(List.of(codes(words), means));
        }
    }

    private void results() {
        page.heading("What becomes of a row");
        List<List<String>> left = new ArrayList<>();
        feed.exclusions().forEach(e -> left.add(List.of(when(e.when()), "left out: " + e.reason())));
        page.table(List.of("Rows where", ""), left);
        feed.reported()
                .ifPresent(when ->
                        page.paragraph("Of several rows of one result the one counts where " + when(when) + "."));
        List<List<String>> made = new ArrayList<>();
        for (ResultRule rule : feed.results()) {
            made.add(List.of(
                    code(rule.observation()) + (rule.name() == null ? "" : " " + rule.name()),
                    rule.when().cells().isEmpty() ? "always" : when(rule.when()),
                    rule.measurements().isEmpty()
                            ? "any result"
                            : rule.measurements().stream()
                                    .map(Measurement.Kind::text)
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                    constants(rule.constants()).entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue())
                            .collect(Collectors.joining(", "))));
        }
        page.table(List.of("Observation", "Rows where", "Result is", "Fixed"), made);
        page.paragraph("One result is the same result in every file by: "
                + feed.identity().stream().map(Meaning::text).collect(Collectors.joining(", "))
                + ". A correction repeats all of these and another value.");
    }

    private void limits() {
        page.heading("When a file is stopped");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "refused rows and results not understood",
                percent(feed.transfer().rejectLimitPercent()),
                feed.transfer().accept() == FeedConfig.Transfer.Accept.WHOLE_TRANSFER
                        ? "the whole file is refused and has to be sent again"
                        : "only they stay out"));
        new TreeMap<>(feed.transfer().stopIf())
                .forEach((limit, percent) -> rows.add(
                        List.of(limit.text(), percent(percent), "nothing goes out until a person has decided")));
        page.table(List.of("More than", "", "Then"), rows);
    }

    private void errors() {
        page.heading("What the sender gets back");
        page.paragraph(
                "For each file a receipt: rows = excluded + refused + read; results = rejected + new + corrected +"
                        + " remapped + withdrawn + unchanged + stale + superseded + held + dismissed. What was refused or rejected is"
                        + " listed with line, column, a stable code and how to mend it. A file can be tried before it is sent:"
                        + " `./hub try --feed " + feed.name() + " FILE`.");
    }

    private void signatures() {
        page.heading("Agreed");
        page.table(
                List.of("", "Sender", "Sponsor"),
                List.of(List.of("Name and role", "", ""), List.of("Date", "", ""), List.of("Signature", "", "")));
    }

    private static String when(When when) {
        return new TreeMap<>(when.cells())
                .entrySet().stream()
                        .map(e -> code(e.getKey()) + " is "
                                + e.getValue().stream()
                                        .sorted()
                                        .map(v -> v.isEmpty() ? "empty" : code(v))
                                        .collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining(" and "));
    }

    private static String lines(int count) {
        return count == 1 ? "1 line" : count + " lines";
    }

    private static String percent(BigDecimal percent) {
        return percent.toPlainString() + " %";
    }

    private static String days(Duration every) {
        return every.toHours() % 24 == 0 ? every.toDays() + " days" : every.toHours() + " hours";
    }

    private static String codes(Collection<String> words) {
        return words.stream().sorted().map(Agreement::code).collect(Collectors.joining(", "));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
