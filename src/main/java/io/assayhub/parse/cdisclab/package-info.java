/**
 * Frames bar-delimited records without a header, as the ASCII implementation of the CDISC Laboratory Data Model writes them.
 * {@link io.assayhub.parse.cdisclab.CdiscLabFramer} is the way in. Needs the JDK alone.
 */
package io.assayhub.parse.cdisclab;
