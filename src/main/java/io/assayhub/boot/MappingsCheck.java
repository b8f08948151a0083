package io.assayhub.boot;

import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.fhir.DefinitionException;
import io.assayhub.fhir.ProfileValidator;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.FeedProof;
import io.assayhub.mapping.GoldenCase;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.MappingProof;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.ObservationPlace;
import io.assayhub.registry.RegistryCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Loads, compiles and proves a folder of mappings, and collects every problem of it. Used once. */
final class MappingsCheck {
    private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d+))?: (.*)", Pattern.DOTALL);

    private final Path folder;
    private final String base;
    private final Validation validation;
    private final Predicate<String> wanted;
    private final Problems problems = new Problems();
    private int files;
    private int feeds;
    private int observations;
    private int generated;
    private int rows;
    private int golden;

    /** Validates complete Observations; one list of problems for each, in order. */
    interface Validator {
        List<List<String>> validate(List<byte[]> observations);
    }

    /** Makes a validator for a folder's profiles and terminology. */
    interface Validation {
        /** The validator that the command uses. */
        Validation OF_PROFILES = (folder, base) -> new ProfileValidator(folder, base)::validate;

        /**
         * A validator for the profiles and terminology of a folder.
         *
         * @throws DefinitionException if one of the files is not FHIR R4
         */
        Validator validator(Path folder, String base);
    }

    /** @param wanted the feeds to be proved; all are loaded */
    MappingsCheck(Path folder, String base, Validation validation, Predicate<String> wanted) {
        this.folder = folder;
        this.base = base;
        this.validation = validation;
        this.wanted = wanted;
    }

    /** Everything but golden cases if there is no folder of them. */
    void run(Optional<Path> cases) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            files = (int) all.filter(f -> f.toString().endsWith(".yaml")).count();
        }
        MappingCatalog catalog = MappingCatalog.load(folder, Namespaces.of(base), problems);
        RegistryCatalog.load(folder, catalog.feedNames(), problems);
        List<CompiledFeed> compiled = catalog.feedNames().stream()
                .filter(wanted)
                .map(name -> catalog.feed(name).orElseThrow())
                .toList();
        feeds = compiled.size();
        for (CompiledFeed feed : compiled) {
            rows += FeedProof.prove(feed, problems);
        }
        validator().ifPresent(validator -> validate(compiled, validator));
        if (cases.isPresent()) {
            runCases(compiled, cases.get());
        }
    }

    /** To add to, before or after. */
    Problems problems() {
        return problems;
    }

    /** Sorted by file, line and path. */
    List<Problem> sorted() {
        return problems.list().stream()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparing(Problem::path)
                        .thenComparing(Problem::message))
                .toList();
    }

    /**
     * What was done and found, in a line.
     *
     * @param otherFiles were checked beside those of the folder
     */
    String summary(int otherFiles) {
        int count = problems.list().size();
        return (files + otherFiles) + " files, " + observations + " mappings of " + feeds + " feeds, " + generated
                + " generated results, " + rows + " generated rows, " + golden + " golden cases: "
                + (count == 0 ? "no problems" : count == 1 ? "1 problem" : count + " problems");
    }

    private Optional<Validator> validator() {
        try {
            return Optional.of(validation.validator(folder, base));
        } catch (DefinitionException e) {
            for (String problem : e.problems()) {
                int colon = Math.max(0, problem.indexOf(": "));
                add(problem.substring(0, colon), problem.substring(colon).replaceFirst("^: ", ""));
            }
            return Optional.empty();
        }
    }

    /** A problem whose text may begin with a line. */
    private void add(String file, String message) {
        problems.add(file, RouteCheck.lineIn(message), "", message.replaceAll("HAPI-\\d+: ", ""));
    }

    /** What the feeds would write; one problem a message, however many results have it. */
    private void validate(List<CompiledFeed> compiled, Validator validator) {
        List<MappingProof.Made> all = new ArrayList<>();
        compiled.forEach(feed -> all.addAll(MappingProof.observations(feed)));
        generated = all.size();
        observations = (int) all.stream()
                .map(made -> List.of(made.feed(), made.observation()))
                .distinct()
                .count();
        // Feeds of one content in several forms make the same Observations: each is validated once.
        Map<ByteBuffer, Integer> distinct = new LinkedHashMap<>();
        all.forEach(made -> distinct.putIfAbsent(ByteBuffer.wrap(made.json()), distinct.size()));
        List<List<String>> found = validator.validate(
                distinct.keySet().stream().map(ByteBuffer::array).toList());
        Map<Invalid, List<MappingProof.Made>> where = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            MappingProof.Made made = all.get(i);
            for (String message : found.get(distinct.get(ByteBuffer.wrap(made.json())))) {
                where.computeIfAbsent(invalid(made, message), k -> new ArrayList<>())
                        .add(made);
            }
        }
        where.forEach((invalid, made) -> {
            String more = made.size() > 1 ? ", and " + (made.size() - 1) + " more" : "";
            MappingProof.Made first = made.get(0);
            String of = " (feed " + first.feed() + ", " + first.what() + more + ")";
            problems.add(invalid.file(), invalid.line(), invalid.path(), invalid.message() + of);
        });
    }

    /** A problem of an Observation file, whichever of its Observations show it. */
    private record Invalid(String file, int line, String path, String message) {}

    private Invalid invalid(MappingProof.Made made, String found) {
        String file = "observations/" + made.observation() + ".yaml";
        String message = found.replace(" (at )", "");
        int colon = Math.max(0, message.indexOf(": "));
        String element = message.substring(0, colon);
        YamlValue at = ObservationPlace.of(folder.resolve(file), file, problems)
                .at(element, message.substring(colon), made.json());
        boolean said = element.equals("Observation")
                || at.path().equals("resource." + element)
                || (element.matches("extension\\[\\d+]") && at.path().startsWith("resource.extension["));
        return new Invalid(file, at.line(), at.path(), said ? message.substring(colon + 2) : message);
    }

    private void runCases(List<CompiledFeed> compiled, Path cases) throws IOException {
        for (Path each : GoldenCase.folders(cases)) {
            String name = GoldenCase.feed(each);
            Optional<CompiledFeed> feed =
                    compiled.stream().filter(f -> f.name().value().equals(name)).findFirst();
            if (feed.isEmpty()) {
                continue;
            }
            golden++;
            String shown = "cases/" + name + "/" + each.getFileName();
            for (String problem : GoldenCase.run(feed.get(), each).problems()) {
                Matcher place = PLACE.matcher(problem);
                if (place.matches()) {
                    int line = place.group(2) == null ? 0 : Integer.parseInt(place.group(2));
                    problems.add(shown + "/" + place.group(1), line, "", place.group(3));
                } else {
                    problems.add(shown, 0, "", problem);
                }
            }
        }
    }
}
