package io.assayhub.registry;

import io.assayhub.config.Problems;
import io.assayhub.config.RegistryConfig;
import io.assayhub.config.StudyConfig;
import io.assayhub.config.SubjectRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The studies' rules and the registries' files under {@code fhir-mappings/}. */
public final class RegistryCatalog {
    private final SubjectRules rules;
    private final Map<String, RegistryConfig> registries;

    private RegistryCatalog(SubjectRules rules, Map<String, RegistryConfig> registries) {
        this.rules = rules;
        this.registries = registries;
    }

    /**
     * Reads {@code studies} and {@code registries} of a folder; all problems are added.
     *
     * @param feeds names that are taken: a drop folder belongs to a feed or to a registry
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
        return new RegistryCatalog(new SubjectRules(studies), registries);
    }

    public SubjectRules rules() {
        return rules;
    }

    /** The registry whose drop folder has this name. */
    public Optional<RegistryConfig> registry(String name) {
        return Optional.ofNullable(registries.get(name));
    }

    /** Names of all registries, sorted. */
    public List<String> names() {
        return List.copyOf(registries.keySet());
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
