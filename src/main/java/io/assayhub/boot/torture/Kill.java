package io.assayhub.boot.torture;

/**
 * One planned kill.
 *
 * @param number from 1
 * @param hub which hub it is, from 0; the brokers are chosen by it too
 * @param results after so many the hub ends, at points that count results
 * @param again the same for the attempt after it
 * @param delayMillis at kinds that know no point: time after the trigger
 */
record Kill(int number, KillKind kind, int hub, int results, int again, int delayMillis) {
    String haltAfter() {
        return kind.haltAfter(results, again);
    }
}
