/** The sending of the log to a syslog server. Knows bytes and connections, not how messages come about. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.log.syslog;
