/** The doubles, clients and waits that tests of all packages share. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.kit;
