/**
 * Frames FHIR R4 in JSON: a Bundle, single resources, or NDJSON of them. Read as a stream; what a result refers to is kept
 * in bounded memory. {@link io.assayhub.parse.fhir.FhirFramer} is the way in. Needs Jackson's streaming parser.
 */
package io.assayhub.parse.fhir;
