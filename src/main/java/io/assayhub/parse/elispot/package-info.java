/**
 * Frames what ELISpot readers export as text: grids of 8 by 12 wells with spot counts, and beside each a map that says what
 * was in the wells. {@link io.assayhub.parse.elispot.EliSpotFramer} is the way in. Needs the JDK alone.
 */
package io.assayhub.parse.elispot;
