/**
 * Result messages of analysers and laboratory systems (ASTM E1394, CLSI LIS2-A2) as rows: one for each R record, with what
 * the records above it say. Of what identifies a person nothing can be named, so nothing gets out.
 */
package io.assayhub.parse.astm;
