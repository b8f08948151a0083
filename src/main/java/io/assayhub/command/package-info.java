/** A person's decision as a command: what it has to say, what makes two presses one, and the records it is sent as. */
package io.assayhub.command;
