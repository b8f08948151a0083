package io.assayhub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to a subject's or a transfer's results, in the order of time, as a document and as FHIR R4. */
final class AuditTrail {
    /**
     * One event.
     *
     * @param at an instant
     * @param what what became of the result, or what was decided
     * @param result Observation id, or null
     * @param version of it, or null
     * @param by who decided; {@code Assay Hub} for what follows from a transfer alone
     * @param why in that person's words, or null
     * @param from file and entry that brought it, or null
     * @param bundle of a version: the Observation and its Provenance; else null
     * @param command of a decision, else null
     */
    record Event(
            String at,
            String what,
            String result,
            String version,
            String status,
            String by,
            String why,
            String from,
            JsonNode bundle,
            String command) {}

    static final String HUB = "Assay Hub";

    private final String title;
    private final String base;
    private final List<Event> events = new ArrayList<>();

    /** @param base of the addresses of the hub's own codes */
    AuditTrail(String title, String base) {
        this.title = title;
        this.base = base;
    }

    void add(Event event) {
        events.add(event);
    }

    private List<Event> sorted() {
        return events.stream()
                .sorted(Comparator.comparing(Event::at)
                        .thenComparing(e -> String.valueOf(e.result()))
                        .thenComparing(e -> String.valueOf(e.version())))
                .toList();
    }

    /** For people: Markdown, one line an event. */
    String document() {
        StringBuilder out = new StringBuilder("# Audit trail: " + title + "\n\n");
        out.append("Every version of every result and every decision, as assay.audit holds them. Times are UTC.\n\n");
        out.append("| When | What | Result | Version | Status | By | Why | From |\n|--|--|--|--|--|--|--|--|\n");
        for (Event e : sorted()) {
            out.append("| ").append(e.at()).append(" | ").append(e.what());
            for (String cell : new String[] {e.result(), e.version(), e.status(), e.by(), e.why(), e.from()}) {
                out.append(" | ").append(cell(cell));
            }
            out.append(" |\n");
        }
        return out.append("\n").append(events.size()).append(" events.\n").toString();
    }

    private static String cell(String text) {
        return text == null ? "" : Listing.printable(text).replace("|", "\\|");
    }

    /** A Bundle (collection): each version's Observation and Provenance, and an AuditEvent for each decision. */
    String fhir() {
        ObjectNode bundle = Json.mapper().createObjectNode();
        bundle.put("resourceType", "Bundle").put("type", "collection");
        ArrayNode entries = bundle.putArray("entry");
        for (Event event : sorted()) {
            if (event.bundle() != null) {
                event.bundle().path("entry").forEach(entries::add);
            } else {
                auditEvent(entries.addObject(), event);
            }
        }
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(bundle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** AuditEvent (FHIR R4, 6.3): an application activity, of the kind that was decided. */
    private void auditEvent(ObjectNode entry, Event event) {
        String id = io.assayhub.model.Hash128.ofSha256(event.command() + "/" + event.result() + "/" + event.what())
                .hex();
        entry.put("fullUrl", base + "/AuditEvent/" + id);
        ObjectNode resource = entry.putObject("resource");
        resource.put("resourceType", "AuditEvent").put("id", id);
        resource.putObject("type")
                .put("system", "http://dicom.nema.org/resources/ontology/DCM")
                .put("code", "110100")
                .put("display", "Application Activity");
        resource.putArray("subtype")
                .addObject()
                .put("system", base + "/CodeSystem/ledger-action")
                .put("code", event.what());
        resource.put("action", "E").put("recorded", event.at()).put("outcome", "0");
        if (event.why() != null) {
            resource.putArray("purposeOfEvent").addObject().put("text", event.why());
        }
        ObjectNode agent = resource.putArray("agent").addObject();
        agent.putObject("who").put("display", event.by());
        agent.put("requestor", !event.by().equals(HUB));
        resource.putObject("source").putObject("observer").put("display", HUB);
        if (event.result() != null) {
            resource.putArray("entity")
                    .addObject()
                    .putObject("what")
                    .put("reference", base + "/Observation/" + event.result());
        }
    }
}
