/** Files of the server's own: who may read them, what changes them, and their digests. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.file;
