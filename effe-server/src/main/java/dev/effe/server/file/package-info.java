/** Files of the server's own that may change while it runs. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.file;
