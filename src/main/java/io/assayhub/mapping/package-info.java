/**
 * From a laboratory's row to an Observation's bytes. A feed says what the columns mean ({@link
 * io.assayhub.mapping.ResultReader}); an Observation file is the Observation written out with named holes ({@link
 * io.assayhub.mapping.ObservationTemplate}). Both are compiled once; what is done for a row is pure: the same bytes under
 * the same snapshot give the same entries in the same order.
 */
package io.assayhub.mapping;
