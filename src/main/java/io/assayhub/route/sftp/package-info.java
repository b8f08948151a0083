/**
 * Files fetched from laboratories' SFTP servers into the drop folder, and receipts laid there. The protocol is Camel's; what
 * stands here is which names are taken, when a copy is whole, and what goes back.
 */
package io.assayhub.route.sftp;
