/**
 * What the hub takes from the FHIR libraries: units, the definitions of what it publishes and their package, validation
 * against them, and a second opinion on the bytes it writes.
 */
package io.assayhub.fhir;
