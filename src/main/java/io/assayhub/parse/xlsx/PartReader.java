package io.assayhub.parse.xlsx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.parse.RefusedTable.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks through the XML of a part by local names, as both dialects of the format (transitional, strict) have them. */
final class PartReader {
    private static final int DEEPEST = 64;
    /** The XML reader keeps every name that it has met. */
    private static final int MOST_NAMES = 1_000;

    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final Set<String> names = new HashSet<>();
    private int depth;

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    /** Decoded here: the JDK's own decoder reports bad bytes to standard error. */
    PartReader(InputStream part) throws IOException {
        try {
            xml = FACTORY.createXMLStreamReader(new InputStreamReader(part, UTF_8.newDecoder()));
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    /** The next event of {@link XMLStreamConstants}; the end of the document ends it. */
    int next() throws IOException {
        try {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                known(xml.getLocalName());
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    known(xml.getAttributeLocalName(i));
                }
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
            if (depth > DEEPEST || names.size() > MOST_NAMES) {
                throw new UnfitWorkbookException(
                        Fault.TOO_LARGE, "Its XML is nested deeper, or has more names, than a workbook's.");
            }
            return event;
        } catch (XMLStreamException e) {
            throw fault(e);
        } catch (RuntimeException e) {
            // The JDK's reader answers some broken markup with exceptions of its own.
            throw Archive.damaged(e);
        }
    }

    private void known(String name) {
        if (names.size() <= MOST_NAMES) {
            names.add(name);
        }
    }

    private static IOException fault(XMLStreamException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof UnfitWorkbookException unfit) {
                return unfit;
            }
        }
        Throwable nested = e.getNestedException();
        return nested instanceof UnfitWorkbookException unfit ? unfit : Archive.damaged(e);
    }

    /** Of the element at whose start or end the reader is. */
    String name() {
        return xml.getLocalName();
    }

    /** Whatever its namespace; null if it is not there. */
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** As a whole number from 0, or -1. */
    int number(String name) {
        String text = attribute(name);
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    String text() {
        return xml.getText();
    }
}
