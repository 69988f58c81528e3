/** The measurements for operators. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.metrics;
