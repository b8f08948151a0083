package io.assayhub.model;

/**
 * A point in time as precisely as the source states it.
 *
 * @param dateTime FHIR R4 dateTime: a year, a month, a date, or a date and time with its zone
 * @param local the local date and time as sent when its zone is unknown (then {@code dateTime} is the date), else null
 */
public record Moment(String dateTime, String local) {}
