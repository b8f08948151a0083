package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.route.IntakeTopic;
import io.assayhub.route.MessageIntake;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** The routes of laboratories' topics: one of the template in {@code routes/} for each that the configuration names. */
final class TopicRoutes {
    /** The bean that a route of the template names if it is made without parameters. */
    static final String RECORDS_BEAN = "intakeTopic";

    private TopicRoutes() {}

    /** Adds and starts them; what is returned ends their waiting for Kafka. */
    static List<IntakeTopic> start(CamelContext context, List<HubConfig.KafkaTopic> topics, MessageIntake messages)
            throws Exception {
        List<IntakeTopic> taking = new ArrayList<>();
        for (HubConfig.KafkaTopic topic : topics) {
            IntakeTopic records = new IntakeTopic(topic.feed(), messages);
            String id = "intake-kafka-" + topic.topic();
            context.getRegistry().bind(id, records);
            taking.add(records);
            TemplatedRouteBuilder.builder(context, "intake-kafka")
                    .routeId(id)
                    .parameter("topic", topic.topic())
                    .parameter("records", id)
                    .add();
        }
        return taking;
    }
}
