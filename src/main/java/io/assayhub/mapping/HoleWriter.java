package io.assayhub.mapping;

import io.assayhub.config.Spelling;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.Moment;
import io.assayhub.wire.Holes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may stand in a hole of an Observation file: the closed list of names, each with the JSON it writes. A hole whose
 * field was not delivered writes nothing, and its element is left out.
 */
final class HoleWriter {
    /** Writes the JSON of one hole, or nothing and returns false. */
    interface Writer {
        boolean write(AssayResult result, ObservationBuffer out);
    }

    /** Writes a member whose name depends on its type, such as {@code value[x]}, with its leading comma. */
    interface ChoiceWriter {
        boolean write(byte[] name, AssayResult result, ObservationBuffer out);
    }

    /** A hole that the ledger fills; a preview leaves it out. */
    record LedgerHole(Holes.Name name) implements Writer {
        @Override
        public boolean write(AssayResult result, ObservationBuffer out) {
            if (out.isPreview()) {
                return false;
            }
            quoted(name, out);
            return true;
        }
    }

    private final Map<String, Writer> writers = new LinkedHashMap<>();
    /** Each writes any number of items of a list, with their leading commas. */
    private final Map<String, Writer> lists = new LinkedHashMap<>();

    private final Map<String, ChoiceWriter> choices = new LinkedHashMap<>();
    private final byte[] subjectOpen;
    private final byte[] subjectSystem;
    /** Holes of these names are filled from more than a column: a subject number names its site, any result has a status. */
    private static final Set<Meaning> FILLED_OTHERWISE =
            Set.of(Meaning.STUDY, Meaning.SUBJECT, Meaning.SITE, Meaning.STATUS, Meaning.MEASUREMENT);

    HoleWriter(Namespaces namespaces, Terminology terminology, Map<String, String> senderSystems) {
        CodingsWriter codings = new CodingsWriter(terminology, senderSystems);
        subjectOpen = ascii("{\"type\":\"Patient\",\"identifier\":{\"system\":\"" + namespaces.base() + "/sid/");
        subjectSystem = ascii("/subject\",\"value\":");
        MeasurementWriter measurements = new MeasurementWriter(namespaces);

        writers.put("version", new LedgerHole(Holes.Name.VERSION));
        writers.put("lastUpdated", new LedgerHole(Holes.Name.LAST_UPDATED));
        writers.put("status", (r, out) -> {
            if (out.isPreview()) {
                out.string(r.status().code());
            } else {
                quoted(Holes.Name.STATUS, out);
            }
            return true;
        });
        writers.put("subject", (r, out) -> {
            if (out.isPreview()) {
                out.raw(subjectOpen);
                out.ascii(r.study().value());
                out.raw(subjectSystem);
                out.string(r.subject().value());
                out.raw(ascii("}}"));
            } else {
                out.hole(Holes.Name.SUBJECT);
            }
            return true;
        });

        writers.put("id", (r, out) -> {
            if (out.isPreview()) {
                out.string(r.id().value());
            } else {
                quoted(Holes.Name.ID, out);
            }
            return true;
        });
        writers.put("study", (r, out) -> text(r.study().value(), out));
        writers.put("site", (r, out) -> text(r.site(), out));
        writers.put("assay", (r, out) -> text(r.assay().name(), out));
        writers.put("analyte", (r, out) -> text(r.assay().analyte(), out));
        writers.put("analyte.name", (r, out) -> text(r.assay().analyteName(), out));
        writers.put(
                "analyte.codings",
                codings.of("analyte", r -> r.assay().analyte(), r -> r.assay().analyteName()));
        writers.put("tier", (r, out) -> text(r.assay().tier(), out));
        writers.put(
                "sample-tier",
                (r, out) -> sampleTier(r, r.assay().analyte(), r.assay().tier(), out));
        writers.put("sample-tier.before", (r, out) -> {
            AssayResult.TierBefore before = r.assay().before();
            return before != null && sampleTier(r, before.analyte(), before.tier(), out);
        });
        writers.put("replicate", (r, out) -> text(r.assay().replicate(), out));
        writers.put("specimen.reference", (r, out) -> text(isKnown(r.specimen()) ? "#specimen" : null, out));
        writers.put("specimen.type", (r, out) -> text(r.specimen().type(), out));
        writers.put(
                "specimen.type.codings",
                codings.of("specimen-type", r -> r.specimen().type(), r -> null));
        writers.put("specimen.accession", (r, out) -> text(r.specimen().accession(), out));
        writers.put("specimen.received", (r, out) -> moment(r.specimen().received(), out));
        writers.put("specimen.collected.local", (r, out) -> local(r.specimen().collected(), out));
        writers.put(
                "specimen.collected-end.local", (r, out) -> local(r.specimen().collectedEnd(), out));
        writers.put("specimen.condition", (r, out) -> text(r.specimen().condition(), out));
        writers.put("visit.number", (r, out) -> number(r.timing().visitNumber(), out));
        writers.put("visit.name", (r, out) -> text(r.timing().visit(), out));
        writers.put("timepoint.number", (r, out) -> number(r.timing().timepointNumber(), out));
        writers.put("timepoint.name", (r, out) -> text(r.timing().timepoint(), out));
        writers.put("timepoint.elapsed", (r, out) -> number(r.timing().elapsedHours(), out));
        writers.put("timepoint.reference", (r, out) -> text(r.timing().reference(), out));
        writers.put("timepoint.reference-time", (r, out) -> moment(r.timing().referenceTime(), out));
        writers.put(
                "timepoint.reference-time.local", (r, out) -> local(r.timing().referenceTime(), out));
        writers.put("analysed", (r, out) -> moment(r.timing().analysed(), out));
        writers.put("analysed.local", (r, out) -> local(r.timing().analysed(), out));
        writers.put("limits.lower", (r, out) -> quantity(r.limits().lower(), measurements, out));
        writers.put("limits.upper", (r, out) -> quantity(r.limits().upper(), measurements, out));
        writers.put("dilution", (r, out) -> number(r.limits().dilution(), out));
        writers.put("cut-point", (r, out) -> quantity(r.limits().cutPoint(), measurements, out));
        writers.put("stimulus", (r, out) -> text(r.wells().stimulus(), out));
        writers.put("background", (r, out) -> quantity(r.wells().background(), measurements, out));
        writers.put("cells-per-well", (r, out) -> number(r.wells().cells(), out));
        writers.put("run", (r, out) -> text(r.run().id(), out));
        writers.put("plate", (r, out) -> text(r.run().plate(), out));
        writers.put("instrument", (r, out) -> text(r.run().instrument(), out));
        writers.put("laboratory", (r, out) -> text(r.run().laboratory(), out));
        writers.put("method", (r, out) -> text(r.run().method(), out));
        writers.put("population.markers", (r, out) -> text(r.population().markers(), out));
        writers.put("population.denominator", (r, out) -> text(r.population().denominator(), out));
        writers.put("population.events", (r, out) -> number(r.population().events(), out));
        writers.put("verbatim.result", (r, out) -> notContent(r.verbatim().result(), out));
        writers.put("verbatim.unit", (r, out) -> notContent(r.verbatim().unit(), out));
        writers.put("measurement.absent", (r, out) -> measurements.absent(r.measurement(), out));

        lists.put("measurement.interpretation", (r, out) -> measurements.interpretation(r.measurement(), out));
        lists.put("outcome", (r, out) -> {
            boolean more = r.outcome() != null && !(r.measurement() instanceof Measurement.Coded);
            if (more) {
                measurements.outcome(r.outcome(), out);
            }
            return more;
        });
        lists.put("replicates", new ReplicateWriter(namespaces, measurements));
        lists.put("flags", new FlagWriter(namespaces));

        byte[] value = ascii("value[x]");
        choices.put(
                "measurement",
                (name, r, out) -> Arrays.equals(name, value)
                        && measurements.value(r.measurement(), r.verbatim().result(), out));
        choices.put("specimen.collected", HoleWriter::collected);
    }

    /** Whether anything is said of the specimen, so that the contained one is there to be referred to. */
    private static boolean isKnown(AssayResult.Specimen specimen) {
        return specimen.type() != null
                || specimen.accession() != null
                || specimen.collected() != null
                || specimen.collectedEnd() != null
                || specimen.received() != null
                || specimen.condition() != null;
    }

    /** The writer of a hole, if there is one of this name. */
    Optional<Writer> writer(String name) {
        return Optional.ofNullable(writers.get(name));
    }

    /** The writer of a hole that stands for items of a list, if there is one of this name. */
    Optional<Writer> list(String name) {
        return Optional.ofNullable(lists.get(name));
    }

    /** The meaning without which a hole is always empty; empty if there is none, or more than one can fill it. */
    static Optional<Meaning> needs(String name) {
        String meaning = name.endsWith(".local") ? name.substring(0, name.length() - ".local".length()) : name;
        return Meaning.of(meaning).filter(m -> !FILLED_OTHERWISE.contains(m));
    }

    /** The writer of a hole whose element's name depends on its type, if there is one of this name. */
    Optional<ChoiceWriter> choice(String name) {
        return Optional.ofNullable(choices.get(name));
    }

    /** The end of a message about a hole that does not exist. */
    String hint(String name) {
        return Spelling.hint(name, names());
    }

    /** The names of all holes. */
    List<String> names() {
        List<String> names = new ArrayList<>(writers.keySet());
        names.addAll(lists.keySet());
        names.addAll(choices.keySet());
        return names;
    }

    private static void quoted(Holes.Name hole, ObservationBuffer out) {
        out.raw((byte) '"');
        out.hole(hole);
        out.raw((byte) '"');
    }

    private static boolean text(String text, ObservationBuffer out) {
        if (text == null) {
            return false;
        }
        out.string(text);
        return true;
    }

    private static boolean notContent(String text, ObservationBuffer out) {
        if (text == null) {
            return false;
        }
        out.volatileString(text);
        return true;
    }

    /** STUDY|ACCESSION|ANALYTE|TIER: what names a tier of a sample without its subject. */
    private static boolean sampleTier(AssayResult r, String analyte, String tier, ObservationBuffer out) {
        if (analyte == null || tier == null || r.specimen().accession() == null) {
            return false;
        }
        out.string(r.study().value());
        out.joined('|', r.specimen().accession());
        out.joined('|', analyte);
        out.joined('|', tier);
        return true;
    }

    private static boolean number(BigDecimal number, ObservationBuffer out) {
        if (number == null) {
            return false;
        }
        out.number(number);
        return true;
    }

    private static boolean moment(Moment moment, ObservationBuffer out) {
        return moment != null && text(moment.dateTime(), out);
    }

    private static boolean local(Moment moment, ObservationBuffer out) {
        return moment != null && text(moment.local(), out);
    }

    private static boolean quantity(
            Measurement.Quantity quantity, MeasurementWriter measurements, ObservationBuffer out) {
        if (quantity == null) {
            return false;
        }
        measurements.quantity(quantity, null, out);
        return true;
    }

    /** {@code ,"effectiveDateTime":"…"} or {@code ,"effectivePeriod":{…}}. */
    private static boolean collected(byte[] choice, AssayResult r, ObservationBuffer out) {
        Moment from = r.specimen().collected();
        Moment to = r.specimen().collectedEnd();
        if (from == null && to == null) {
            return false;
        }
        int stem = choice.length - "[x]".length();
        out.raw(ascii(",\""));
        for (int i = 0; i < stem; i++) {
            out.raw(choice[i]);
        }
        if (to == null) {
            out.raw(DATE_TIME);
            out.string(from.dateTime());
            return true;
        }
        out.raw(PERIOD);
        if (from != null) {
            out.raw(START);
            out.string(from.dateTime());
            out.raw((byte) ',');
        }
        out.raw(END);
        out.string(to.dateTime());
        out.raw((byte) '}');
        return true;
    }

    private static final byte[] DATE_TIME = ascii("DateTime\":");
    private static final byte[] PERIOD = ascii("Period\":{");
    private static final byte[] START = ascii("\"start\":");
    private static final byte[] END = ascii("\"end\":");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
