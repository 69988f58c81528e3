/** The process as it is now, for whoever looks for the cause of something: threads, the heap, recordings. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.diagnose;
