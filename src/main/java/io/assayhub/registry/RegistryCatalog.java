package io.assayhub.registry;

import static java.util.stream.Collectors.toCollection;

import io.assayhub.config.Problems;
import io.assayhub.config.RegistryConfig;
import io.assayhub.config.SpecimenListConfig;
import io.assayhub.config.StudyConfig;
import io.assayhub.config.SubjectRules;
import io.assayhub.wire.SpecimenRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The studies' rules, and how lists of subjects and of specimens are written, under {@code fhir-mappings/}. */
public final class RegistryCatalog {
    private final SubjectRules rules;
    private final Map<String, RegistryConfig> registries;
    private final Map<String, SpecimenListConfig> specimens;

    private RegistryCatalog(
            SubjectRules rules, Map<String, RegistryConfig> registries, Map<String, SpecimenListConfig> specimens) {
        this.rules = rules;
        this.registries = registries;
        this.specimens = specimens;
    }

    /**
     * Reads {@code studies}, {@code registries} and {@code specimens} of a folder; all problems are added.
     *
     * @param feeds names that are taken: a drop folder belongs to a feed, a registry or a list of specimens
     */
    public static RegistryCatalog load(Path folder, List<String> feeds, Problems problems) {
        Map<String, StudyConfig> studies = new HashMap<>();
        texts(folder, "studies", problems)
                .forEach((shownAs, text) -> StudyConfig.read(text, shownAs, problems)
                        .ifPresent(study -> studies.put(study.study().value(), study)));
        Map<String, RegistryConfig> registries = new TreeMap<>();
        texts(folder, "registries", problems)
                .forEach((shownAs, text) -> RegistryConfig.read(text, shownAs, SubjectStatus.codes(), problems)
                        .ifPresent(registry -> {
                            if (feeds.contains(registry.name())) {
                                problems.add(shownAs, 1, "registry", "a feed has this name: it is its drop folder's");
                            }
                            registries.put(registry.name(), registry);
                        }));
        Set<String> statuses = Stream.of(SpecimenRecord.Status.values())
                .map(SpecimenRecord.Status::text)
                .collect(toCollection(TreeSet::new));
        Map<String, SpecimenListConfig> specimens = new TreeMap<>();
        texts(folder, "specimens", problems)
                .forEach((shownAs, text) -> SpecimenListConfig.read(
                                text, shownAs, statuses, names(folder, "observations", problems), problems)
                        .ifPresent(list -> {
                            if (feeds.contains(list.name()) || registries.containsKey(list.name())) {
                                problems.add(
                                        shownAs,
                                        1,
                                        "specimens",
                                        "a feed or a registry has this name: it is its drop folder's");
                            }
                            specimens.put(list.name(), list);
                        }));
        return new RegistryCatalog(new SubjectRules(studies), registries, specimens);
    }

    public SubjectRules rules() {
        return rules;
    }

    /** The registry whose drop folder has this name. */
    public Optional<RegistryConfig> registry(String name) {
        return Optional.ofNullable(registries.get(name));
    }

    /** The list of specimens whose drop folder has this name. */
    public Optional<SpecimenListConfig> specimens(String name) {
        return Optional.ofNullable(specimens.get(name));
    }

    /** Names of the drop folders: all registries, then all lists of specimens. */
    public List<String> names() {
        return Stream.concat(registries.keySet().stream(), specimens.keySet().stream())
                .toList();
    }

    private static List<String> names(Path folder, String kind, Problems problems) {
        return texts(folder, kind, problems).keySet().stream()
                .map(file -> file.substring(kind.length() + 1, file.length() - ".yaml".length()))
                .toList();
    }

    private static Map<String, String> texts(Path folder, String kind, Problems problems) {
        Path directory = folder.resolve(kind);
        Map<String, String> texts = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return texts;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                String shownAs = kind + "/" + file.getFileName();
                try {
                    texts.put(shownAs, Files.readString(file));
                } catch (CharacterCodingException e) {
                    problems.add(shownAs, 0, "", "is not text in UTF-8");
                }
            }
        } catch (IOException e) {
            problems.add(directory.toString(), 0, "", "cannot be read: " + e.getMessage());
        }
        return texts;
    }
}
