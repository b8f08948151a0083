package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfigReader;
import io.assayhub.config.Problems;
import io.assayhub.config.Spelling;
import io.assayhub.config.StudyConfig;
import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.FeedName;
import io.assayhub.model.Hash128;
import io.assayhub.model.Meaning;
import io.assayhub.model.SnapshotId;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything under {@code fhir-mappings/}, compiled: feeds, studies, Observations, terminology. Immutable; a change of
 * the files is a new catalog under new snapshot ids.
 */
public final class MappingCatalog {
    private static final Map<Meaning, String> CODE_SYSTEMS = Map.of(
            Meaning.ANALYTE, "analyte", Meaning.ANALYTE_BEFORE, "analyte", Meaning.SPECIMEN_TYPE, "specimen-type");

    /** One for all catalogs: it is a table that takes a while to read and never changes. */
    private static final UcumUnits UCUM = new UcumUnits();

    private final Map<FeedName, CompiledFeed> feeds;

    private MappingCatalog(Map<FeedName, CompiledFeed> feeds) {
        this.feeds = Map.copyOf(feeds);
    }

    /**
     * Reads and compiles a folder; all problems are added, and a feed with a problem is not in the result.
     *
     * @param folder holds {@code feeds}, {@code studies}, {@code observations} and {@code terminology}
     */
    public static MappingCatalog load(Path folder, Namespaces namespaces, Problems problems) {
        return new Loader(folder, namespaces, problems).load();
    }

    public Optional<CompiledFeed> feed(String name) {
        return FeedName.isValid(name) ? Optional.ofNullable(feeds.get(new FeedName(name))) : Optional.empty();
    }

    /** Names of all feeds, sorted. */
    public List<String> feedNames() {
        return feeds.keySet().stream().map(FeedName::value).sorted().toList();
    }

    /** One file: its text and the name that problems show. */
    private record Source(String shownAs, String text) {}

    private static final class Loader {
        private final Path folder;
        private final Namespaces namespaces;
        private final Problems problems;
        private final UcumUnits ucum = UCUM;

        private Loader(Path folder, Namespaces namespaces, Problems problems) {
            this.folder = folder;
            this.namespaces = namespaces;
            this.problems = problems;
        }

        private MappingCatalog load() {
            List<Source> terms = sources("terminology");
            Map<String, Source> observations = new TreeMap<>();
            for (Source source : sources("observations")) {
                observations.put(baseName(source.shownAs), source);
            }
            Map<String, StudyConfig> studies = new HashMap<>();
            for (Source source : sources("studies")) {
                StudyConfig.read(source.text, source.shownAs, problems)
                        .ifPresent(study -> studies.put(study.study().value(), study));
            }
            List<YamlValue> resources = new ArrayList<>();
            terms.forEach(t -> YamlValue.ofText(t.text, t.shownAs, problems).ifPresent(resources::add));
            Terminology terminology = Terminology.of(resources, namespaces, problems);
            // Every Observation file is compiled, also one that no feed names: a misspelt hole should not wait.
            HoleWriter plain = new HoleWriter(namespaces, terminology, Map.of());
            Set<String> broken = new HashSet<>();
            observations.forEach((name, source) -> {
                int before = problems.list().size();
                compile(source, plain);
                if (problems.list().size() > before) {
                    broken.add(name);
                }
            });

            Map<FeedName, CompiledFeed> feeds =
                    new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
            for (Source source : sources("feeds")) {
                FeedConfigReader.read(source.text, source.shownAs, problems)
                        .flatMap(feed -> compile(feed, observations, broken, terminology, studies, terms))
                        .ifPresent(feed -> feeds.put(feed.name(), feed));
            }
            if (sources("feeds").isEmpty()) {
                problems.add(folder.resolve("feeds").toString(), 0, "", "holds no feed file");
            }
            return new MappingCatalog(feeds);
        }

        private Optional<CompiledFeed> compile(
                FeedConfig feed,
                Map<String, Source> observations,
                Set<String> broken,
                Terminology terminology,
                Map<String, StudyConfig> studies,
                List<Source> terms) {
            int before = problems.list().size();
            checkValues(feed, terminology);
            Map<ResultRule, ObservationTemplate> templates = new HashMap<>();
            StringBuilder snapshot =
                    new StringBuilder(namespaces.base()).append('\u0000').append(feed.digest());
            for (int i = 0; i < feed.results().size(); i++) {
                ResultRule rule = feed.results().get(i);
                Source source = observations.get(rule.observation());
                if (source == null) {
                    YamlValue.ofText(feed.digest(), feed.file(), problems)
                            .orElseThrow()
                            .at("results", "" + i, "observation")
                            .problem("no Observation file is named '" + rule.observation() + "'"
                                    + Spelling.hint(rule.observation(), observations.keySet()));
                    continue;
                }
                if (broken.contains(rule.observation())) {
                    continue;
                }
                snapshot.append('\u0000').append(source.text);
                compile(source, new HoleWriter(namespaces, terminology, systems(feed, rule)))
                        .ifPresent(template -> templates.put(rule, template));
            }
            checkBlinding(feed, templates);
            if (problems.list().size() > before
                    || templates.size() < feed.results().size()) {
                return Optional.empty();
            }
            studies.keySet().stream()
                    .sorted()
                    .forEach(
                            s -> snapshot.append('\u0000').append(studies.get(s).digest()));
            terms.forEach(t -> snapshot.append('\u0000').append(t.text));
            SnapshotId id = new SnapshotId(Hash128.ofSha256(snapshot.toString()).hex());
            return Optional.of(new CompiledFeed(feed, id, templates, terminology, studies, ucum));
        }

        /** Of what a result's own columns say and those of every result the own count. */
        private Map<String, String> systems(FeedConfig feed, ResultRule rule) {
            Map<String, String> systems = new HashMap<>();
            Stream.concat(feed.columns().stream(), rule.columns().stream()).forEach(column -> {
                String system = CODE_SYSTEMS.get(column.to());
                if (system != null && column.system() != null) {
                    systems.put(system, namespaces.expand(column.system()));
                }
            });
            return systems;
        }

        /** What goes only to the two topics that everybody reads would go nowhere before unblinding. */
        private void checkBlinding(FeedConfig feed, Map<ResultRule, ObservationTemplate> templates) {
            if (!feed.blinded()) {
                return;
            }
            YamlValue root =
                    YamlValue.ofText(feed.digest(), feed.file(), problems).orElseThrow();
            for (int i = 0; i < feed.results().size(); i++) {
                ObservationTemplate template = templates.get(feed.results().get(i));
                if (template != null && template.topics().stream().allMatch(t -> t == Topic.OBSERVATIONS)) {
                    root.at("results", "" + i, "observation")
                            .problem("the feed is blinded, and '" + template.name()
                                    + "' has no topic beside observations: it could go nowhere before the unblinding");
                }
            }
        }

        private Optional<ObservationTemplate> compile(Source source, HoleWriter holes) {
            Optional<ObservationTemplate> template = YamlValue.ofText(source.text, source.shownAs, problems)
                    .flatMap(file -> ObservationTemplate.compile(file, namespaces, holes, ucum));
            template.filter(t -> !t.name().equals(baseName(source.shownAs)))
                    .ifPresent(t -> problems.add(
                            source.shownAs, 1, "observation", "the file has to be named " + t.name() + ".yaml"));
            return template;
        }

        private void checkValues(FeedConfig feed, Terminology terminology) {
            YamlValue root =
                    YamlValue.ofText(feed.digest(), feed.file(), problems).orElseThrow();
            feed.units().forEach((word, unit) -> {
                if (!ucum.isUnit(unit)) {
                    root.at("units", word).problem("'" + unit + "' is not UCUM" + ucum.hint(unit));
                }
            });
            feed.limitsSince()
                    .values()
                    .forEach(limits -> Stream.of(limits.lower(), limits.upper())
                            .filter(limit -> limit != null && !ucum.isUnit(limit.unit()))
                            .forEach(limit -> root.at("limits", "dated")
                                    .problem("'" + limit.unit() + "' is not UCUM" + ucum.hint(limit.unit()))));
            PlacesCheck.check(feed, root);
            YamlValue columns = root.at("columns");
            feed.columns().forEach(column -> checkColumn(feed, column, columns.at(column.path()), terminology));
            checkConstants(feed.constants(), root.at("constants"), terminology);
            for (int i = 0; i < feed.results().size(); i++) {
                ResultRule rule = feed.results().get(i);
                YamlValue result = root.at("results", "" + i);
                rule.columns()
                        .forEach(column ->
                                checkColumn(feed, column, result.at("columns").at(column.path()), terminology));
                rule.replicates().columns().stream()
                        .limit(1)
                        .forEach(column -> checkColumn(feed, column, result.at("replicates"), terminology));
                checkConstants(rule.constants(), result.at("constants"), terminology);
            }
        }

        private void checkColumn(FeedConfig feed, Column column, YamlValue at, Terminology terminology) {
            String unit = column.unit();
            if (unit != null && !ucum.isUnit(feed.units().getOrDefault(unit, unit))) {
                at.at("unit").problem("'" + unit + "' is not UCUM" + ucum.hint(unit));
            }
            column.unitSince().values().forEach(later -> {
                if (!ucum.isUnit(feed.units().getOrDefault(later, later))) {
                    at.at("unit").problem("'" + later + "' is not UCUM" + ucum.hint(later));
                }
            });
            if (column.format() != null && !MomentReader.isPattern(column.format())) {
                at.at("format")
                        .problem(
                                "has to be made of yyyy MM MMM dd HH mm ss and signs, such as dd-MMM-yyyy HH:mm, or hl7");
            }
            String system = CODE_SYSTEMS.get(column.to());
            if (system != null) {
                column.values().forEach((word, code) -> checkCode(system, code, at.at("values", word), terminology));
            }
        }

        private void checkConstants(Map<Meaning, String> constants, YamlValue at, Terminology terminology) {
            CODE_SYSTEMS.forEach((meaning, system) -> {
                String code = constants.get(meaning);
                if (code != null) {
                    checkCode(system, code, at.at(meaning.text()), terminology);
                }
            });
        }

        private void checkCode(String system, String code, YamlValue at, Terminology terminology) {
            if (terminology.codings(system, code).isEmpty()) {
                at.problem("'" + code + "' is not in the code system '" + system + "'"
                        + Spelling.hint(code, terminology.codes(system)));
            }
        }

        private List<Source> sources(String kind) {
            Path directory = folder.resolve(kind);
            List<Source> sources = new ArrayList<>();
            if (!Files.isDirectory(directory)) {
                return sources;
            }
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> sorted = files.filter(f -> f.toString().endsWith(".yaml"))
                        .sorted()
                        .toList();
                for (Path file : sorted) {
                    text(file, kind + "/" + file.getFileName()).ifPresent(sources::add);
                }
            } catch (IOException e) {
                problems.add(directory.toString(), 0, "", "cannot be read: " + e.getMessage());
            }
            return sources;
        }

        private Optional<Source> text(Path file, String shownAs) throws IOException {
            try {
                return Optional.of(new Source(shownAs, Files.readString(file)));
            } catch (CharacterCodingException e) {
                problems.add(shownAs, 0, "", "is not text in UTF-8");
                return Optional.empty();
            }
        }

        private static String baseName(String shownAs) {
            return shownAs.substring(shownAs.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
        }
    }
}
