package io.assayhub.registry;

import io.assayhub.config.StudyConfig.Registrations;
import io.assayhub.registry.SubjectStatus.Acceptance;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.SubjectRecord.Accepts;
import io.assayhub.wire.SubjectRecord.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What several registrations of one canonical number come to. The same form or the same individual is the same
 * registration, of which the newest word counts; others contend, and none of their results is taken until all but one are
 * taken back. The order in which the words come makes no difference.
 */
final class ClaimRules {
    private static final Comparator<Claim> NEWEST_LAST =
            Comparator.comparingLong(Claim::asOf).thenComparing(Claim::form);

    private ClaimRules() {}

    /** The claims with this one laid on them, by form, or empty if a newer word about it has been said. */
    static Optional<List<Claim>> lay(Claim claim, List<Claim> claims) {
        List<Claim> result = new ArrayList<>();
        Claim laid = claim;
        for (Claim each : claims) {
            if (!isSame(each, claim)) {
                result.add(each);
            } else if (each.asOf() > claim.asOf()) {
                return Optional.empty();
            } else {
                laid = named(laid, each);
            }
        }
        result.add(laid);
        result.sort(Comparator.comparing(Claim::form));
        return Optional.of(List.copyOf(result));
    }

    /** The claim, called as before where it does not say: a table names neither registration nor person. */
    private static Claim named(Claim c, Claim before) {
        return new Claim(
                c.form(),
                c.registration() == null ? before.registration() : c.registration(),
                c.individual() == null ? before.individual() : c.individual(),
                c.status(),
                c.site(),
                c.arm(),
                c.start(),
                c.end(),
                c.asOf());
    }

    private static boolean isSame(Claim one, Claim other) {
        return one.form().equals(other.form())
                || (one.individual() != null && one.individual().equals(other.individual()))
                || (one.registration() != null && one.registration().equals(other.registration()));
    }

    /** The record that these claims, at least one, come to. */
    static SubjectRecord record(SubjectKey key, List<Claim> claims, Registrations rule) {
        List<Claim> live = claims.stream().filter(c -> !deregisters(c)).toList();
        Claim lead = (live.isEmpty() ? claims : live).stream().max(NEWEST_LAST).orElseThrow();
        Acceptance acceptance = live.size() > 1
                ? new Acceptance(Accepts.AMBIGUOUS, null)
                : SubjectStatus.of(lead.status())
                        .map(s -> s.acceptance(lead.end(), rule))
                        .orElse(new Acceptance(Accepts.NONE, null));
        return new SubjectRecord(
                key.study().value(),
                key.subject().value(),
                null,
                lead.form(),
                lead.status(),
                acceptance.accepts(),
                acceptance.until(),
                lead.site(),
                lead.arm(),
                lead.start(),
                lead.end(),
                claims.stream().mapToLong(Claim::asOf).max().orElseThrow(),
                claims);
    }

    static boolean deregisters(Claim claim) {
        return SubjectStatus.of(claim.status()).map(SubjectStatus::deregisters).orElse(false);
    }

    /** The claims of a record; one that was written without them is a claim by itself. */
    static List<Claim> claims(SubjectRecord record) {
        if (record.redirect() != null) {
            return List.of();
        }
        if (record.claims() != null && !record.claims().isEmpty()) {
            return record.claims();
        }
        return List.of(new Claim(
                record.form() == null ? record.subject() : record.form(),
                null,
                null,
                record.status(),
                record.site(),
                record.arm(),
                record.start(),
                record.end(),
                record.asOf()));
    }

    /** Whether two records say the same, whenever they were said. */
    static boolean saySame(SubjectRecord one, SubjectRecord other) {
        return timeless(one).equals(timeless(other));
    }

    private static SubjectRecord timeless(SubjectRecord r) {
        List<Claim> claims = r.claims() == null
                ? null
                : r.claims().stream().map(c -> at(c, 0)).toList();
        return new SubjectRecord(
                r.study(),
                r.subject(),
                r.redirect(),
                r.form(),
                r.status(),
                r.accepts(),
                r.until(),
                r.site(),
                r.arm(),
                r.start(),
                r.end(),
                0,
                claims);
    }

    static Claim at(Claim c, long asOf) {
        return new Claim(
                c.form(), c.registration(), c.individual(), c.status(), c.site(), c.arm(), c.start(), c.end(), asOf);
    }

    /** The claim as it is taken back. */
    static Claim takenBack(Claim c, long asOf) {
        return new Claim(
                c.form(),
                c.registration(),
                c.individual(),
                SubjectStatus.NOT_REGISTERED.code(),
                c.site(),
                c.arm(),
                c.start(),
                c.end(),
                asOf);
    }
}
