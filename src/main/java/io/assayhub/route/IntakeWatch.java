package io.assayhub.route;

import java.time.Duration;

/**
 * Is told of each delivery that the intake is done with. It is called on the threads that take deliveries, by many at once,
 * so it returns soon and throws nothing.
 */
public interface IntakeWatch {
    /** Nobody watches. */
    IntakeWatch NONE = new IntakeWatch() {
        @Override
        public void taken(Transport transport, Taken taken, Duration took) {}

        @Override
        public void failed(Transport transport) {}
    };

    /** Kafka has acknowledged all of a delivery, accepted or refused. */
    void taken(Transport transport, Taken taken, Duration took);

    /** A delivery was not acknowledged; it will be taken again. */
    void failed(Transport transport);

    /** Both are told. */
    default IntakeWatch and(IntakeWatch other) {
        IntakeWatch one = this;
        return new IntakeWatch() {
            @Override
            public void taken(Transport transport, Taken taken, Duration took) {
                one.taken(transport, taken, took);
                other.taken(transport, taken, took);
            }

            @Override
            public void failed(Transport transport) {
                one.failed(transport);
                other.failed(transport);
            }
        };
    }
}
