package io.assayhub.boot;

import io.assayhub.alarm.AlarmWatch;
import io.assayhub.console.RunningHub;
import io.assayhub.wire.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A hub as its own pages show it. */
record ShownHub(ObservedHub observed, Optional<AlarmWatch> alarms) implements RunningHub {
    @Override
    public OptionalLong ledgerLag() {
        Map<Topic, Long> behind = observed.ledgerLag();
        return behind.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        behind.values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public List<Raised> raised() {
        return alarms.map(AlarmWatch::raised).orElse(List.of()).stream()
                .map(a -> new Raised(
                        a.code(), a.severity(), a.summary(), a.feed(), Instant.parse(a.since()), a.runbook()))
                .toList();
    }
}
