package io.assayhub.boot.torture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What one laboratory sends, by seed alone: new, corrected, repeated, restated and moved results, a few that cannot be read,
 * results of subjects that are registered later or never, and whole files again.
 */
final class LabLoad {
    static final int SMALLEST_FILE = 110;

    private static final int FURTHER_ROWS = 60;
    private static final int WIDE_ROWS = 620;
    private static final int REGISTERED_AT_FIRST = 24;
    private static final int NEVER_REGISTERED = 3;

    private final SplittableRandom random;
    private final String laboratory;
    private final SentForm form;
    private final int smallest;
    private final int further;
    private final List<String> first = new ArrayList<>();
    private final List<String> registered = new ArrayList<>();
    private final List<String> later = new ArrayList<>();
    private final List<String> never = new ArrayList<>();
    private final Map<SentRow.Key, SentRow> latest = new LinkedHashMap<>();
    private final List<SentRow.Key> keys = new ArrayList<>();
    private final Set<SentRow.Key> moved = new HashSet<>();
    private final List<SentFile> sent = new ArrayList<>();
    private int files;
    private int accessions;
    private int subjects;

    /** A laboratory that sends tables. */
    LabLoad(String laboratory, long seed) {
        this(laboratory, SentForm.CSV, SMALLEST_FILE, FURTHER_ROWS, seed);
    }

    /** A laboratory whose deliveries have from {@code smallest} rows on, fewer than {@code further} more. */
    LabLoad(String laboratory, SentForm form, int smallest, int further, long seed) {
        this.laboratory = laboratory;
        this.form = form;
        this.smallest = smallest;
        this.further = further;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < REGISTERED_AT_FIRST; i++) {
            first.add(subject());
        }
        registered.addAll(first);
        for (int i = 0; i < NEVER_REGISTERED; i++) {
            never.add(subject());
        }
    }

    /** Subjects to register before anything is sent. */
    List<String> firstSubjects() {
        return List.copyOf(first);
    }

    /** Takes up a subject whose results come before its registration. */
    void admitLater() {
        later.add(subject());
    }

    /** The next subject to register, chosen among those that have results already. */
    String registerNext() {
        if (later.isEmpty()) {
            admitLater();
        }
        String subject = later.remove(0);
        registered.add(subject);
        return subject;
    }

    int unregistered() {
        return later.size();
    }

    /** The next file: mostly new content, at times a former one as a whole, under its own or another name. */
    SentFile next() {
        int kind = random.nextInt(100);
        SentFile former = sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
        if (kind < 8 && former != null) {
            return former;
        }
        if (kind < 20 && former != null && former.rows().stream().allMatch(this::canComeAgain)) {
            return remember(former.renamed(name()));
        }
        return fresh(false);
    }

    /** A file with content of its own; a wide one takes three chunks. */
    SentFile fresh(boolean wide) {
        int size = wide ? WIDE_ROWS : smallest + random.nextInt(further);
        List<SentRow> rows = new ArrayList<>(size);
        Set<SentRow.Key> here = new HashSet<>();
        while (rows.size() < size) {
            SentRow row = row(here);
            here.add(row.key());
            rows.add(row);
            if (random.nextInt(40) == 0) {
                rows.add(random.nextInt(rows.size() + 1), row);
            }
        }
        if (random.nextInt(3) == 0) {
            rows.set(rows.size() - 1, fresh(registered).with("haemolysed"));
        }
        return remember(new SentFile(form, name(), rows, wide));
    }

    /**
     * Of a subject that is not registered from the start a result never returns to a value it had before: while both
     * wait, the second is absorbed by the first, so what is published then depends on when the registration comes.
     */
    private boolean canComeAgain(SentRow row) {
        return first.contains(row.subject()) || row.equals(latest.get(row.key()));
    }

    private SentRow row(Set<SentRow.Key> here) {
        int kind = random.nextInt(100);
        SentRow former = keys.isEmpty() ? null : latest.get(keys.get(random.nextInt(keys.size())));
        if (kind < 55 || former == null || here.contains(former.key()) || moved.contains(former.key())) {
            return remember(fresh(subjects(random.nextInt(100))));
        }
        if (kind < 78) {
            return remember(former.with(value()));
        }
        if (!first.contains(former.subject())) {
            return former;
        }
        if (kind < 88) {
            return remember(former.with(restated(former.concentration())));
        }
        if (kind < 90) {
            return move(former);
        }
        return former;
    }

    /** A few subjects are not known yet, and some never will be. */
    private List<String> subjects(int chance) {
        if (chance < 4) {
            return never;
        }
        return chance < 18 && !later.isEmpty() ? later : registered;
    }

    private SentRow fresh(List<String> of) {
        String subject = of.get(random.nextInt(of.size()));
        return new SentRow(subject, String.format(Locale.ROOT, "%s-%06d", laboratory, ++accessions), value());
    }

    /** The same accession under another subject; neither is touched again. */
    private SentRow move(SentRow former) {
        String to = first.get(random.nextInt(first.size()));
        if (to.equals(former.subject())) {
            return former;
        }
        SentRow row = new SentRow(to, former.accession(), former.concentration());
        moved.add(former.key());
        moved.add(row.key());
        return row;
    }

    private SentRow remember(SentRow row) {
        if (latest.put(row.key(), row) == null) {
            keys.add(row.key());
        }
        return row;
    }

    private SentFile remember(SentFile file) {
        sent.add(file);
        return file;
    }

    private String value() {
        return String.format(Locale.ROOT, "%.2f", 1 + random.nextInt(1_000_000) / 100.0);
    }

    /** The same number with a zero less or more at its end. */
    private static String restated(String value) {
        String shorter = new BigDecimal(value).stripTrailingZeros().toPlainString();
        return shorter.equals(value) ? value + "0" : shorter;
    }

    private String subject() {
        return String.format(Locale.ROOT, "%s-%04d", laboratory, ++subjects);
    }

    private String name() {
        return form.name(laboratory, ++files);
    }
}
