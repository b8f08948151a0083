package io.assayhub.console;

import io.assayhub.config.Role;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name under which decisions are recorded; empty where the console is open and nobody has said
 * @param roles what may be seen and done
 */
record Person(String name, Set<Role> roles) {
    Person {
        roles = Set.copyOf(roles);
    }

    boolean may(Right right) {
        return switch (right) {
            case SEE -> !roles.isEmpty();
            case DECIDE -> roles.contains(Role.OPERATOR) || roles.contains(Role.ADMINISTRATOR);
            case ADMINISTER -> roles.contains(Role.ADMINISTRATOR);
        };
    }

    boolean seesBlinded() {
        return roles.contains(Role.UNBLINDED_VIEWER);
    }
}
