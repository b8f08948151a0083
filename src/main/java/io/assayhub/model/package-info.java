/**
 * The hub's words as types: what a laboratory's result means, independent of the file it came in, and what can be wrong
 * with it. Depends on nothing.
 */
package io.assayhub.model;
