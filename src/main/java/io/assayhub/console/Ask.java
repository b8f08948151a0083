package io.assayhub.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, complete.
 *
 * @param path below {@code /console}, without a slash at its end
 * @param places what the address had for each place in braces of the entry's pattern
 * @param form fields of a form that was sent; empty for a page that is asked for
 * @param address where it comes from
 */
record Ask(
        String method,
        String path,
        Map<String, String> places,
        Map<String, String> query,
        Map<String, List<String>> form,
        Visit visit,
        String address) {

    String place(String name) {
        return places.getOrDefault(name, "");
    }

    /** A word of the query, stripped; empty if it is not there or blank. */
    Optional<String> word(String name) {
        return Optional.ofNullable(query.get(name)).map(String::strip).filter(w -> !w.isEmpty());
    }

    /** A field of the form, stripped; empty text if it was not sent. */
    String field(String name) {
        return fields(name).stream().findFirst().orElse("").strip();
    }

    List<String> fields(String name) {
        return form.getOrDefault(name, List.of());
    }

    Person person() {
        return visit.person();
    }

    Ask with(Map<String, String> found) {
        return new Ask(method, path, found, query, form, visit, address);
    }
}
