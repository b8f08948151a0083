package io.assayhub.ops;

import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the operators' commands share: {@code --config}, {@code --json}, and the hub's Kafka while they run. */
abstract class OpsCommand implements Callable<Integer> {
    final Ops ops;

    @Mixin
    ConfigOption configuration;

    @Option(names = "--json", description = "one line of JSON an item instead of a table")
    boolean json;

    OpsCommand(Ops ops) {
        this.ops = ops;
    }

    /** Does the work; returns the exit code. */
    abstract int run(HubKafka kafka);

    @Override
    public final Integer call() {
        try (HubKafka kafka = HubKafka.of(configuration.read(ops.home()))) {
            try {
                return run(kafka);
            } catch (KafkaException e) {
                throw kafka.explained(e);
            } finally {
                ops.out().flush();
            }
        }
    }
}
