/** Certificates and private keys, read from PEM files by the JDK alone and read again when the files change. */
@NullMarked
package dev.effe.server.tls;

import org.jspecify.annotations.NullMarked;
