package dev.effe.server.http.h1;

/** The part of a request that a connection's decoder is waiting for; each has a timeout of its own. */
enum Phase {
    /** The first byte of the next request. */
    IDLE,
    /** The rest of a head. */
    HEAD,
    /** Memory for a body. */
    ROOM,
    /** The rest of a body. */
    BODY,
    /** The answer to the request that was received last. */
    BUSY,
    /** Nothing: whatever still arrives is dropped. */
    DISCARDING
}
