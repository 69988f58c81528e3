/** The connection before its first request: TLS, the PROXY header, and who may speak it. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.http.edge;
