package io.assayhub.mapping;

import io.assayhub.config.Spelling;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement;
import io.assayhub.model.Moment;
import io.assayhub.wire.Holes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

    private final Map<String, Writer> writers = new LinkedHashMap<>();
    private final Map<String, ChoiceWriter> choices = new LinkedHashMap<>();
    private final byte[] subjectOpen;
    private final byte[] subjectSystem;
    private final Terminology terminology;
    private final Map<String, byte[]> codingCache = new java.util.concurrent.ConcurrentHashMap<>();
    private static final int CACHED_CODINGS = 10_000;

    HoleWriter(Namespaces namespaces, Terminology terminology, Map<String, String> senderSystems) {
        this.terminology = terminology;
        subjectOpen = ascii("{\"type\":\"Patient\",\"identifier\":{\"system\":\"" + namespaces.base() + "/sid/");
        subjectSystem = ascii("/subject\",\"value\":");
        MeasurementWriter measurements = new MeasurementWriter(namespaces);

        ledger("version", Holes.Name.VERSION);
        ledger("lastUpdated", Holes.Name.LAST_UPDATED);
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

        text("id", r -> r.identity().value());
        text("study", r -> r.study().value());
        text("site", AssayResult::site);
        text("assay", r -> r.assay().name());
        text("analyte", r -> r.assay().analyte());
        text("analyte.name", r -> r.assay().analyteName());
        writers.put(
                "analyte.codings",
                codings(
                        "analyte",
                        senderSystems,
                        r -> r.assay().analyte(),
                        r -> r.assay().analyteName()));
        text("tier", r -> r.assay().tier());
        text("replicate", r -> r.assay().replicate());
        text("specimen.reference", r -> isKnown(r.specimen()) ? "#specimen" : null);
        text("specimen.type", r -> r.specimen().type());
        writers.put(
                "specimen.type.codings",
                codings("specimen-type", senderSystems, r -> r.specimen().type(), r -> null));
        text("specimen.accession", r -> r.specimen().accession());
        moment("specimen.received", r -> r.specimen().received());
        local("specimen.collected.local", r -> r.specimen().collected());
        local("specimen.collected-end.local", r -> r.specimen().collectedEnd());
        text("specimen.condition", r -> r.specimen().condition());
        number("visit.number", r -> r.timing().visitNumber());
        text("visit.name", r -> r.timing().visit());
        number("timepoint.number", r -> r.timing().timepointNumber());
        text("timepoint.name", r -> r.timing().timepoint());
        number("timepoint.elapsed", r -> r.timing().elapsedHours());
        text("timepoint.reference", r -> r.timing().reference());
        moment("timepoint.reference-time", r -> r.timing().referenceTime());
        local("timepoint.reference-time.local", r -> r.timing().referenceTime());
        moment("analysed", r -> r.timing().analysed());
        local("analysed.local", r -> r.timing().analysed());
        quantity("limits.lower", measurements, r -> r.limits().lower());
        quantity("limits.upper", measurements, r -> r.limits().upper());
        number("dilution", r -> r.limits().dilution());
        text("run", r -> r.run().id());
        text("plate", r -> r.run().plate());
        text("instrument", r -> r.run().instrument());
        text("laboratory", r -> r.run().laboratory());
        text("method", r -> r.run().method());
        text("population.markers", r -> r.population().markers());
        text("population.denominator", r -> r.population().denominator());
        notContent("verbatim.result", r -> r.verbatim().result());
        notContent("verbatim.unit", r -> r.verbatim().unit());
        writers.put("measurement.interpretation", (r, out) -> measurements.interpretation(r.measurement(), out));
        writers.put("measurement.absent", (r, out) -> measurements.absent(r.measurement(), out));

        byte[] value = ascii("value[x]");
        choices.put(
                "measurement",
                (name, r, out) -> java.util.Arrays.equals(name, value)
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

    /** The writer of a hole whose element's name depends on its type, if there is one of this name. */
    Optional<ChoiceWriter> choice(String name) {
        return Optional.ofNullable(choices.get(name));
    }

    /** The end of a message about a hole that does not exist. */
    String hint(String name) {
        List<String> names = new java.util.ArrayList<>(writers.keySet());
        names.addAll(choices.keySet());
        return Spelling.hint(name, names);
    }

    private void ledger(String name, Holes.Name hole) {
        writers.put(name, (r, out) -> {
            if (out.isPreview()) {
                return false;
            }
            quoted(hole, out);
            return true;
        });
    }

    private static void quoted(Holes.Name hole, ObservationBuffer out) {
        out.raw((byte) '"');
        out.hole(hole);
        out.raw((byte) '"');
    }

    private void text(String name, Function<AssayResult, String> field) {
        writers.put(name, (r, out) -> {
            String text = field.apply(r);
            if (text == null) {
                return false;
            }
            out.string(text);
            return true;
        });
    }

    private void notContent(String name, Function<AssayResult, String> field) {
        writers.put(name, (r, out) -> {
            String text = field.apply(r);
            if (text == null) {
                return false;
            }
            out.volatileString(text);
            return true;
        });
    }

    private void number(String name, Function<AssayResult, BigDecimal> field) {
        writers.put(name, (r, out) -> {
            BigDecimal number = field.apply(r);
            if (number == null) {
                return false;
            }
            out.number(number);
            return true;
        });
    }

    private void moment(String name, Function<AssayResult, Moment> field) {
        text(name, r -> field.apply(r) == null ? null : field.apply(r).dateTime());
    }

    private void local(String name, Function<AssayResult, Moment> field) {
        text(name, r -> field.apply(r) == null ? null : field.apply(r).local());
    }

    private void quantity(
            String name, MeasurementWriter measurements, Function<AssayResult, Measurement.Quantity> field) {
        writers.put(name, (r, out) -> {
            Measurement.Quantity quantity = field.apply(r);
            if (quantity == null) {
                return false;
            }
            measurements.quantity(quantity, null, out);
            return true;
        });
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

    /** An array of Coding: what the terminology says, or the sender's own code under the sender's system. */
    private Writer codings(
            String codeSystem,
            Map<String, String> senderSystems,
            Function<AssayResult, String> code,
            Function<AssayResult, String> display) {
        return (r, out) -> {
            String value = code.apply(r);
            if (value == null) {
                return false;
            }
            String name = display.apply(r);
            String key = name == null ? codeSystem + '\n' + value : codeSystem + '\n' + value + '\n' + name;
            byte[] json = codingCache.get(key);
            if (json == null) {
                json = codingsJson(codeSystem, senderSystems, value, name);
                if (codingCache.size() < CACHED_CODINGS) {
                    codingCache.put(key, json);
                }
            }
            out.raw(json);
            return true;
        };
    }

    private byte[] codingsJson(String codeSystem, Map<String, String> senderSystems, String code, String name) {
        List<Terminology.Coding> codings = terminology
                .codings(codeSystem, code)
                .orElseGet(() -> List.of(new Terminology.Coding(senderSystems.get(codeSystem), code, name)));
        ObservationBuffer json = new ObservationBuffer();
        json.start(true);
        for (Terminology.Coding coding : codings) {
            json.raw((byte) ',');
            json.raw((byte) '{');
            if (coding.system() != null) {
                json.raw(SYSTEM);
                json.string(coding.system());
                json.raw((byte) ',');
            }
            json.raw(CODE);
            json.string(coding.code());
            if (coding.display() != null) {
                json.raw(DISPLAY);
                json.string(coding.display());
            }
            json.raw((byte) '}');
        }
        json.put(0, (byte) '[');
        json.raw((byte) ']');
        return json.copy();
    }

    private static final byte[] SYSTEM = ascii("\"system\":");
    private static final byte[] CODE = ascii("\"code\":");
    private static final byte[] DISPLAY = ascii(",\"display\":");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
