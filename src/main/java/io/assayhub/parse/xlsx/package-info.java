/**
 * Reads one sheet of an Excel workbook (Office Open XML, ECMA-376) as rows. Pure: the JDK's ZIP and streaming XML, and the
 * frames of {@code parse}.
 */
package io.assayhub.parse.xlsx;
