@org.jspecify.annotations.NullMarked
package dev.effe.server.loop;
