package io.assayhub.registry;

/**
 * What became of one list of expected specimens; lies where the file would, which is not kept.
 * {@code rows = added + changed + unchanged + rejected}, unless a newer list was there already.
 *
 * @param list name of the list
 * @param delivery the sender's name for the file
 * @param sha256 of its bytes, in hexadecimal
 * @param arrived first intake, ISO 8601
 * @param refusal code and reason if nothing of it could be read, or null
 * @param older whether a newer list was there already, so that nothing of this one counts
 * @param removed specimens that were expected before and that this list does not have
 */
public record SpecimenReceipt(
        String list,
        String transfer,
        String delivery,
        String sha256,
        String arrived,
        String refusal,
        boolean older,
        long rows,
        long added,
        long changed,
        long unchanged,
        long removed,
        long rejected) {}
