package io.assayhub.console;

import io.assayhub.config.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every page has around its content.
 *
 * @param title of the page
 * @param here the part of the navigation that it belongs to
 * @param formToken hidden field of every form
 * @param notice what has just been done, or empty
 * @param state whether the index shows all that Kafka holds
 */
public record Frame(String title, String here, Visit visit, String formToken, String notice, IndexState state) {
    /** One entry of the navigation. */
    public record Link(String address, String name) {}

    private static final List<Link> LINKS = List.of(
            new Link("/console/", "Overview"),
            new Link("/console/waiting", "Waiting"),
            new Link("/console/transfers", "Transfers"),
            new Link("/console/rejects", "Rejects"),
            new Link("/console/feeds", "Feeds"),
            new Link("/console/reconcile", "Reconcile"),
            new Link("/console/replay", "Replay"),
            new Link("/console/routes", "Routes"),
            new Link("/console/audit", "Audit"));

    /**
     * How far the index is.
     *
     * @param caughtUp whether it has read everything there was a moment ago
     * @param behind records that it has not read yet
     */
    public record IndexState(boolean caughtUp, long behind) {}

    public List<Link> links() {
        return LINKS;
    }

    public boolean isHere(Link link) {
        return link.name().equals(here);
    }

    public String asset(String name) {
        return Assets.address(name);
    }

    public boolean isKnown() {
        return visit.isKnown();
    }

    public boolean isOpen() {
        return visit.kind() == Visit.Kind.OPEN;
    }

    public boolean hasAccount() {
        return visit.kind() == Visit.Kind.ACCOUNT;
    }

    public String name() {
        return visit.person().name();
    }

    public boolean mayDecide() {
        return visit.person().may(Right.DECIDE);
    }

    public boolean mayAdminister() {
        return visit.person().may(Right.ADMINISTER);
    }

    /** The person's roles in words. */
    public String roles() {
        return visit.person().roles().stream().sorted().map(Role::text).collect(Collectors.joining(", "));
    }
}
