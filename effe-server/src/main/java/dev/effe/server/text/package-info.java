/** Deals with the words of users. Depends on the JDK only. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.text;
