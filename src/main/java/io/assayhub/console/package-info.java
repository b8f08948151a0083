/**
 * The pages for those who keep the hub running, under {@code /console}: what waits, what was refused, where a result came
 * from, and the decisions about it. Everything shown is read from the index; a decision is a command to the ledger. Who may
 * see and do what is checked here, on the server, for every request.
 */
package io.assayhub.console;
