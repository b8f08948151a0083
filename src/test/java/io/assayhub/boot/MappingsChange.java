package io.assayhub.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one mistake changes in a folder of mappings. */
final class MappingsChange {
    private static final Pattern PLACE = Pattern.compile("^([^:]+):(\\d+):");

    private final String feed;
    private final List<Edit> edits = new ArrayList<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    /** Lines that stand together in a file, and what stands there instead; with none taken out it is a new file. */
    private record Edit(String file, List<String> out, List<String> in) {}

    private MappingsChange(String feed) {
        this.feed = feed;
    }

    static MappingsChange read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        MappingsChange change = new MappingsChange(lines.get(0).replaceFirst("^feed ", ""));
        Edit edit = null;
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("- ")) {
                edit.out().add(line.substring(2));
            } else if (line.startsWith("+ ")) {
                edit.in().add(line.substring(2));
            } else {
                edit = new Edit(line, new ArrayList<>(), new ArrayList<>());
                change.edits.add(edit);
            }
        }
        return change;
    }

    /** The feed to be proved. */
    String feed() {
        return feed;
    }

    boolean touches(String folder) {
        return edits.stream().anyMatch(edit -> edit.file().startsWith(folder));
    }

    void apply(Function<String, Path> folder) throws IOException {
        for (Edit edit : edits) {
            Path file = folder.apply(edit.file());
            if (edit.out().isEmpty()) {
                Files.write(file, edit.in());
                continue;
            }
            List<String> text = new ArrayList<>(Files.readAllLines(file));
            int at = place(text, edit);
            for (int i = 0; i < edit.out().size(); i++) {
                text.remove(at);
            }
            text.addAll(at, edit.in());
            lines.putIfAbsent(edit.file(), at + 1);
            Files.write(file, text);
        }
    }

    /** Regardless of how many blanks stand between words, for columns may be aligned anew. */
    private static int place(List<String> text, Edit edit) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i + edit.out().size() <= text.size(); i++) {
            boolean same = true;
            for (int j = 0; j < edit.out().size(); j++) {
                same &= blanks(text.get(i + j)).equals(blanks(edit.out().get(j)));
            }
            if (same) {
                found.add(i);
            }
        }
        if (found.size() != 1) {
            throw new IllegalStateException(edit.file() + " has " + found.size() + " times: " + edit.out());
        }
        return found.get(0);
    }

    private static String blanks(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /** A problem with its line counted from that of the change: {@code @}, {@code @+1}; the file's name if it is elsewhere. */
    String relative(String problem) {
        Matcher place = PLACE.matcher(problem);
        if (!place.find() || !lines.containsKey(place.group(1))) {
            return problem;
        }
        int offset = Integer.parseInt(place.group(2)) - lines.get(place.group(1));
        String line = offset == 0 ? "@" : offset > 0 ? "@+" + offset : "@" + offset;
        return place.group(1) + ":" + line + ":" + problem.substring(place.end());
    }
}
