package io.assayhub.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Spelling {
    private Spelling() {}

    /** {@code , did you mean 'x'?} for the nearest candidate, else nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates).map(c -> ", did you mean '" + c + "'?").orElse("");
    }

    /** The nearest candidate within a third of the word's length. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        int limit = word.length() < 3 ? 0 : word.length() / 3;
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - word.length()) <= limit)
                .filter(c -> distance(word, c) <= limit)
                .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to insert, drop, change or swap with their neighbour, regardless of case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
                least = Math.min(least, steps[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[a.length()][b.length()];
    }
}
