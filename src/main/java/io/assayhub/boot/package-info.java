/** Starts and stops the hub: the order of its parts, the embedded broker, the one shutdown hook. */
package io.assayhub.boot;
