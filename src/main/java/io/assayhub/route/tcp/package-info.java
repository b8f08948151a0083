/** What listeners for messages over TCP have in common. */
package io.assayhub.route.tcp;
