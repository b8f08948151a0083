/** The commands that need no running hub: what a laboratory's programmer and a mapping's author call. */
package io.assayhub.cli;
