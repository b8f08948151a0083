/**
 * Reads CDISC Dataset-JSON 1.1 as rows: as JSON, as NDJSON (one line for the attributes, one for each row) and compressed
 * (DSJC). Needs the JDK and Jackson's streaming reader.
 */
package io.assayhub.parse.datasetjson;
