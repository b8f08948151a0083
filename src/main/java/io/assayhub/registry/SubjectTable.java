package io.assayhub.registry;

import io.assayhub.config.SubjectRules;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.SubjectId;
import io.assayhub.registry.SubjectChange.Deregistration;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.SubjectRecord.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry as the subjects' topic has it. Changes are made in a {@link Draft}, whose records become the table's when
 * they are read back from the topic: what Kafka has not taken was never said. Used by one thread at a time.
 */
public final class SubjectTable {
    private final SubjectRules rules;
    private final Map<SubjectKey, SubjectRecord> subjects = new HashMap<>();

    /** When a claim was last confirmed by a word that changed nothing and was not written. */
    private final Map<SubjectKey, Map<String, Long>> confirmed = new HashMap<>();

    public SubjectTable(SubjectRules rules) {
        this.rules = rules;
    }

    /** What became of one change. */
    public enum Outcome {
        /** The subject was not known. */
        REGISTERED,
        CHANGED,
        UNCHANGED,
        /** A newer word about it has been said. */
        OLDER,
        /** It cannot be applied: see the problems. */
        REJECTED
    }

    /**
     * What one change came to.
     *
     * @param aliases how many aliases are new or point elsewhere now
     */
    public record Applied(Outcome outcome, int aliases, List<Rejected> problems) {
        public Applied {
            problems = List.copyOf(problems);
        }
    }

    /** Takes a record of the topic; without a value the key is forgotten. */
    public void put(byte[] key, byte[] value) {
        if (value == null) {
            subjects.remove(SubjectKey.parse(key));
        } else {
            subjects.put(SubjectKey.parse(key), SubjectRecord.fromJson(value));
        }
    }

    /** A draft of further changes on the table as it is now. */
    public Draft draft() {
        return new Draft();
    }

    /** Changes that are not in the topic yet. */
    public final class Draft {
        private final Map<SubjectKey, SubjectRecord> changes = new LinkedHashMap<>();

        private Draft() {}

        /** The records to be written, one for each key. */
        public List<SubjectRecord> records() {
            return changes.entrySet().stream()
                    .filter(e -> !subjects.containsKey(e.getKey())
                            || !ClaimRules.saySame(subjects.get(e.getKey()), e.getValue()))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        /** Applies one change. */
        public Applied apply(SubjectChange change) {
            if (change instanceof Registration registration) {
                return register(registration);
            }
            return deregister((Deregistration) change);
        }

        private SubjectRecord current(SubjectKey key) {
            SubjectRecord drafted = changes.get(key);
            return drafted == null ? subjects.get(key) : drafted;
        }

        private Applied register(Registration change) {
            SubjectKey key = new SubjectKey(change.study(), change.subject());
            SubjectRecord now = current(key);
            if (now != null && now.redirect() != null) {
                boolean samePerson = isSamePerson(
                        current(new SubjectKey(change.study(), new SubjectId(now.redirect()))), change.claim());
                if (samePerson || now.asOf() > change.claim().asOf()) {
                    return new Applied(
                            samePerson && now.asOf() <= change.claim().asOf() ? Outcome.UNCHANGED : Outcome.OLDER,
                            0,
                            List.of());
                }
            }
            Outcome outcome = lay(key, now, change.claim());
            List<Rejected> problems = new ArrayList<>();
            int aliases = 0;
            if (outcome != Outcome.OLDER) {
                for (SubjectId alias : change.aliases()) {
                    aliases += alias.equals(change.subject()) ? 0 : redirect(alias, change, problems);
                }
            }
            return new Applied(outcome, aliases, problems);
        }

        private Outcome lay(SubjectKey key, SubjectRecord now, Claim claim) {
            List<Claim> before = now == null ? List.of() : confirmedClaims(key, now);
            Optional<List<Claim>> claims = ClaimRules.lay(claim, before);
            if (claims.isEmpty()) {
                return Outcome.OLDER;
            }
            SubjectRecord next = ClaimRules.record(
                    key, claims.get(), rules.registrations(key.study().value()));
            if (now != null && ClaimRules.saySame(now, next)) {
                confirmed.computeIfAbsent(key, k -> new HashMap<>()).merge(claim.form(), claim.asOf(), Math::max);
                return Outcome.UNCHANGED;
            }
            changes.put(key, next);
            return now == null || now.redirect() != null ? Outcome.REGISTERED : Outcome.CHANGED;
        }

        private List<Claim> confirmedClaims(SubjectKey key, SubjectRecord record) {
            Map<String, Long> times = confirmed.getOrDefault(key, Map.of());
            return ClaimRules.claims(record).stream()
                    .map(c -> ClaimRules.at(c, Math.max(c.asOf(), times.getOrDefault(c.form(), c.asOf()))))
                    .toList();
        }

        /** Lets an alias, and what pointed at it, point at the subject; returns how many records that changes. */
        private int redirect(SubjectId alias, Registration change, List<Rejected> problems) {
            SubjectKey key = new SubjectKey(change.study(), alias);
            SubjectRecord now = current(key);
            long asOf = change.claim().asOf();
            String target = change.subject().value();
            if (now != null && (now.asOf() > asOf || target.equals(now.redirect()))) {
                return 0;
            }
            if (now != null && now.redirect() == null && !mayBecomeAlias(now, change.claim())) {
                problems.add(problem(
                        change.place(),
                        "alias",
                        "The other number of this subject is registered as a subject of its own; it was left so."));
                return 0;
            }
            changes.put(key, SubjectRecord.redirect(change.study().value(), alias.value(), target, asOf));
            int changed = 1;
            for (SubjectRecord each : all()) {
                if (alias.value().equals(each.redirect())
                        && change.study().value().equals(each.study())) {
                    changes.put(each.key(), SubjectRecord.redirect(each.study(), each.subject(), target, asOf));
                    changed++;
                }
            }
            return changed;
        }

        private List<SubjectRecord> all() {
            Map<SubjectKey, SubjectRecord> all = new LinkedHashMap<>(subjects);
            all.putAll(changes);
            return List.copyOf(all.values());
        }

        private Applied deregister(Deregistration change) {
            List<SubjectKey> keys = new ArrayList<>();
            List<Claim> found = new ArrayList<>();
            for (SubjectRecord record : all()) {
                if (change.study() != null && !change.study().equals(record.study())) {
                    continue;
                }
                for (Claim claim : ClaimRules.claims(record)) {
                    if (names(change, record, claim)) {
                        keys.add(record.key());
                        found.add(claim);
                    }
                }
            }
            if (found.size() != 1) {
                return new Applied(
                        Outcome.REJECTED,
                        0,
                        List.of(problem(
                                change.place(),
                                "request.url",
                                found.isEmpty()
                                        ? "The registration to be deleted is not known."
                                        : "The registration to be deleted is not the only one of this number.")));
            }
            SubjectKey key = keys.get(0);
            Claim takenBack = ClaimRules.takenBack(found.get(0), change.asOf());
            return new Applied(lay(key, current(key), takenBack), 0, List.of());
        }

        private boolean names(Deregistration change, SubjectRecord record, Claim claim) {
            if (change.registration() != null) {
                return change.registration().equals(claim.registration());
            }
            List<Claim> claims = ClaimRules.claims(record);
            String number = SubjectRules.strip(change.number());
            return claims.size() > 1
                    ? claim.form().equals(number)
                    : rules.read(record.study(), number)
                            .map(c -> c.subject().value().equals(record.subject()))
                            .orElse(false);
        }
    }

    /** A number that is a subject of its own becomes another's former number if it is the same person's, or nobody's. */
    private static boolean mayBecomeAlias(SubjectRecord own, Claim claim) {
        return ClaimRules.claims(own).stream()
                .allMatch(c -> ClaimRules.deregisters(c)
                        || (claim.individual() != null && claim.individual().equals(c.individual())));
    }

    private static boolean isSamePerson(SubjectRecord record, Claim claim) {
        return record != null
                && claim.individual() != null
                && ClaimRules.claims(record).stream()
                        .anyMatch(c -> claim.individual().equals(c.individual()));
    }

    private static Rejected problem(String place, String element, String detail) {
        return new Rejected(
                ErrorCode.BAD_REGISTRATION,
                new Location(0, 0, element),
                place.isEmpty() ? element : place + "/" + element,
                detail,
                null);
    }
}
