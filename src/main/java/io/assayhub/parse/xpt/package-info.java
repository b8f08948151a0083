/**
 * Reads SAS transport files (XPORT) of version 5 as rows, after SAS's own description of the format (TS-140). Pure: the JDK
 * and the frames of {@code parse}.
 */
package io.assayhub.parse.xpt;
