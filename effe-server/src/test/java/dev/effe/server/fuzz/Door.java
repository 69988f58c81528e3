package dev.effe.server.fuzz;

/** The ports that streams are sent to; each is a server of its own. */
enum Door {
    /** HTTP/1.1 and HTTP/2 in clear text. */
    CLEAR,
    /** The same behind a PROXY header. */
    PROXY,
    TLS
}
