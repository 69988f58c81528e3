/** Calls from one function of an application to another. Loaded only where there is an application. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.call;
