/** What the hub takes from the FHIR libraries: units, validation, and a second opinion on the bytes it writes. */
package io.assayhub.fhir;
