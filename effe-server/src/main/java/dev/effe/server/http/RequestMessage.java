package dev.effe.server.http;

/**
 * A request, complete.
 *
 * @param body the body without its transfer coding, empty if there is none; nobody else has this array
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record RequestMessage(RequestHead head, byte[] body) {}
