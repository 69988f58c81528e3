/** The writing of log lines. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.log;
