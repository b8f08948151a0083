/**
 * Stored sources read again under today's mappings: which of them, what that would change, and, once approved, as new
 * transfers. What it would change is asked of the ledger's own rules, with what is published; only the ledger decides.
 */
package io.assayhub.replay;
