package io.assayhub.alarm;

import io.assayhub.alarm.AlarmName.Scope;
import io.assayhub.alarm.AlarmState.Notice;
import io.assayhub.alarm.AlarmState.Quiet;
import io.assayhub.alarm.AlarmState.Step;
import io.assayhub.config.AlarmConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states of all alarms, from look to look. For one thread. */
final class AlarmStates {
    private static final AlarmState QUIET = new Quiet();

    private final AlarmConfig config;
    /** Those that are not quiet. */
    private final Map<AlarmKey, AlarmState> states = new LinkedHashMap<>();

    AlarmStates(AlarmConfig config) {
        this.config = config;
    }

    /**
     * Takes what one look found.
     *
     * @param conditions each key once
     * @param topicsKnown whether what is missing among the conditions of topics is away; else it stays as it was
     * @return what is to be told, in the order of the conditions, then what is away
     */
    List<Notice> look(List<Condition> conditions, boolean topicsKnown, Instant now) {
        Map<AlarmKey, Condition> seen = new HashMap<>();
        Set<AlarmKey> keys = new LinkedHashSet<>();
        conditions.forEach(condition -> {
            seen.put(condition.key(), condition);
            keys.add(condition.key());
        });
        keys.addAll(states.keySet());
        List<Notice> notices = new ArrayList<>();
        for (AlarmKey key : keys) {
            Condition condition = seen.get(key);
            AlarmState state = states.getOrDefault(key, QUIET);
            if (condition == null && !topicsKnown && key.name().scope() == Scope.TOPICS) {
                continue;
            }
            Step step = condition == null ? state.away(now, config) : state.seen(condition, now, config);
            step.notice().ifPresent(notices::add);
            if (step.state().equals(QUIET)) {
                states.remove(key);
            } else {
                states.put(key, step.state());
            }
        }
        return notices;
    }
}
