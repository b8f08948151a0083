/**
 * HTTP intake: who may call, the streaming of bodies to disk, transfers with their receipts, the pre-check for
 * laboratories, and the server that the routes answer on.
 */
package io.assayhub.route.http;
