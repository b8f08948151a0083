package io.assayhub.console;

import io.assayhub.console.Readings.VersionRow;
import io.assayhub.wire.Receipt;
import java.util.Map;
import java.util.Optional;

/** What the laboratory sent for one version of a result; loaded into the result's page, or a page of its own. */
final class SourcePage {
    private final View view;
    private final ErrorPages errors;
    private final Readings readings;
    private final SourceDesk sources;

    SourcePage(View view, ErrorPages errors, Readings readings, SourceDesk sources) {
        this.view = view;
        this.errors = errors;
        this.readings = readings;
        this.sources = sources;
    }

    /** The version's source; not found for somebody who may not see the result or its transfer. */
    Answer answer(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        String id = ask.place("id");
        String number = ask.place("version");
        Optional<VersionRow> version = readings.result(id, sees).isEmpty()
                ? Optional.empty()
                : readings.versions(id, sees).stream()
                        .filter(v -> String.valueOf(v.version()).equals(number))
                        .filter(v -> v.transfer() != null && v.entry() != null)
                        .findFirst();
        Optional<Receipt> receipt = version.flatMap(v -> readings.transfer(v.transfer(), sees));
        if (receipt.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        SourceDesk.Found found = sources.find(receipt.get(), version.get().entry());
        return view.page(
                ask,
                "Source of version " + number,
                "",
                "source",
                Map.of("id", id, "version", version.get(), "receipt", receipt.get(), "found", found));
    }
}
