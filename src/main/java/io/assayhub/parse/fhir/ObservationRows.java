package io.assayhub.parse.fhir;

import io.assayhub.parse.RefusedRow.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes rows of an Observation: one, or of one that is made of components alone one of each. */
final class ObservationRows {
    /** What a component says for itself. */
    private static final Set<String> OWN = Set.of("code", "dataAbsentReason", "interpretation", "referenceRange");

    private final FhirColumns columns;
    private final LinkedResources resources;

    ObservationRows(FhirColumns columns, LinkedResources resources) {
        this.columns = columns;
        this.resources = resources;
    }

    /** The rows of a resource: of an Observation, or of those in a DiagnosticReport; of any other none. */
    List<PendingRow> of(Entry.Resource resource) {
        List<PendingRow> rows = new ArrayList<>();
        String type = resource.type();
        if (type.equals(FhirColumns.OBSERVATION)) {
            add(resource, resource.fields(), null, rows);
        } else if (type.equals("DiagnosticReport")) {
            for (Node.Fields contained : resource.fields().items("contained")) {
                if (FhirColumns.OBSERVATION.equals(contained.text("resourceType"))) {
                    add(resource, contained, resource.fields(), rows);
                }
            }
        }
        return rows;
    }

    private void add(Entry.Resource entry, Node.Fields observation, Node.Fields report, List<PendingRow> rows) {
        List<Node.Fields> components = observation.items("component");
        boolean whole =
                ValueText.stands(observation) || observation.get("dataAbsentReason") != null || components.isEmpty();
        if (whole) {
            rows.add(row(entry, observation, observation, report));
        } else {
            components.forEach(c -> rows.add(row(entry, observation, of(observation, c), report)));
        }
    }

    private PendingRow row(Entry.Resource entry, Node.Fields observation, Node.Fields read, Node.Fields report) {
        // Both may turn a result into its opposite, and nobody here knows how.
        boolean unknown = observation.get("modifierExtension") != null || observation.get("implicitRules") != null;
        PendingRow row = new PendingRow(
                entry.number(),
                entry.offset(),
                unknown ? Reason.OTHER_VALUE_TYPE : null,
                columns.values(FhirColumns.OBSERVATION, read));
        for (String type : columns.linked()) {
            link(type, entry, observation, report, row);
        }
        if (columns.reads("ResearchStudy") && !columns.reads("ResearchSubject")) {
            link("ResearchSubject", entry, observation, report, row);
        }
        return row;
    }

    private void link(String type, Entry.Resource entry, Node.Fields observation, Node.Fields report, PendingRow row) {
        if (type.equals("DiagnosticReport")) {
            if (report != null) {
                row.within(type, resources.of(type, report));
            }
            return;
        }
        List<String> references = References.to(type, observation);
        List<String> away = new ArrayList<>();
        for (String reference : references) {
            if (!reference.startsWith("#")) {
                away.add(reference);
                continue;
            }
            Node.Fields found = contained(type, reference.substring(1), observation, report);
            if (found != null) {
                row.within(type, resources.of(type, found));
            }
        }
        row.elsewhere(type, References.names(away, entry.url()));
    }

    private static Node.Fields contained(String type, String id, Node.Fields observation, Node.Fields report) {
        List<Node.Fields> all = new ArrayList<>(observation.items("contained"));
        if (report != null) {
            all.addAll(report.items("contained"));
        }
        return all.stream()
                .filter(r -> type.equals(r.text("resourceType")) && id.equals(r.text("id")))
                .findFirst()
                .orElse(null);
    }

    /** The Observation as if the component were its value. */
    private static Node.Fields of(Node.Fields observation, Node.Fields component) {
        Map<String, Node> fields = new LinkedHashMap<>(observation.of());
        fields.remove("component");
        OWN.forEach(fields::remove);
        component.of().forEach((name, value) -> {
            if (OWN.contains(name) || ValueText.isValue(name)) {
                fields.put(name, value);
            }
        });
        return new Node.Fields(fields);
    }
}
