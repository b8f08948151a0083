package io.assayhub.model;

/**
 * What a declared check of the feed found about a result that is published all the same.
 *
 * @param code word of {@code terminology/quality-flag.yaml}
 * @param text the finding for people, or null
 */
public record QualityFlag(String code, String text) {}
