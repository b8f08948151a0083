package io.assayhub.fhir;

/** One Coding of FHIR R4. */
public record ModelCoding(String system, String code, String display) {}
