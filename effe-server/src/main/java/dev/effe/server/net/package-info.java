/** IP addresses and blocks of them, read from text without ever asking a name server. */
@NullMarked
package dev.effe.server.net;

import org.jspecify.annotations.NullMarked;
