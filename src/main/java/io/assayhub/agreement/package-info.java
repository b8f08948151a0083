/** A feed file in the words of a data transfer agreement, as a page that both parties read and sign. */
package io.assayhub.agreement;
