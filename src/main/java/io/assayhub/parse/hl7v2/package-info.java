/**
 * HL7 v2 result messages (2.3 to 2.8: ORU^R01, ORU^R30, OUL^R22) as rows: one for each OBX, with what the segments say in
 * whose scope it stands. Bytes are scanned in place; of what identifies a person nothing can be named, so nothing gets out.
 */
package io.assayhub.parse.hl7v2;
