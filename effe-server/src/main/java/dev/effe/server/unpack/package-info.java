/** Packages of functions and layers, unpacked in a folder of the user's own. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.unpack;
