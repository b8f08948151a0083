package io.assayhub.boot.bench;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.protocol.ReceivingApplicationException;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;

/** HAPI's own MLLP listener, which parses every message and answers AA without storing anything. */
public final class HapiListener implements AutoCloseable {
    private final int port;
    private final HL7Service service;

    /** Listens when this returns. */
    public HapiListener(int port) throws IOException {
        this.port = port;
        DefaultHapiContext context = new DefaultHapiContext(ValidationContextFactory.noValidation());
        context.setModelClassFactory(new GenericModelClassFactory());
        // The usual one counts in a file of the working directory.
        context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
        service = context.newServer(port, false);
        service.registerApplication(new Accepting());
        try {
            service.startAndWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    private static final class Accepting implements ReceivingApplication<Message> {
        @Override
        public Message processMessage(Message message, Map<String, Object> metadata)
                throws ReceivingApplicationException, HL7Exception {
            try {
                return message.generateACK();
            } catch (IOException e) {
                throw new ReceivingApplicationException(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }
    }

    /** The same load as to the hub. */
    public MllpSteps steps() {
        return new MllpSteps(port);
    }

    @Override
    public void close() {
        service.stopAndWait();
    }
}
