package io.assayhub.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * One running hub, on {@link Topic#INSTANCES} under its name: written when it starts and at short intervals from then on,
 * with a tombstone when it stops in order.
 *
 * @param name of the instance, as configured
 * @param started when it was started, as an instant
 * @param at when it wrote this, as an instant
 * @param mappings short hash of all its mapping snapshots; equal mappings have equal ones
 * @param snapshots feed → mapping snapshot
 */
public record InstanceRecord(String name, String started, String at, String mappings, Map<String, String> snapshots) {
    public InstanceRecord {
        snapshots = new TreeMap<>(snapshots);
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    public static InstanceRecord fromJson(byte[] json) {
        return Json.read(json, InstanceRecord.class);
    }
}
