/**
 * Proof by crashes: a hub in other processes is killed at chosen moments under a seeded load, and what it published is held
 * against a model that shares no code with the ledger.
 */
package io.assayhub.boot.torture;
