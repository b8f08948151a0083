/**
 * Frames the table that FlowJo's Table Editor exports: samples down, populations across. Each cell becomes a row.
 * {@link io.assayhub.parse.flowjo.FlowJoFramer} is the way in. Needs the JDK alone.
 */
package io.assayhub.parse.flowjo;
