/**
 * Laboratories as the demo and the torture need them: each sends over one transport what it is given, as its standard has
 * it, and knows nothing of the hub but an address.
 */
package io.assayhub.boot.laboratory;
