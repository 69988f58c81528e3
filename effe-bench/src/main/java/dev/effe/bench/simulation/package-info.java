/** Simulates many processes by virtual time, and compares two of them with real ones. */
@org.jspecify.annotations.NullMarked
package dev.effe.bench.simulation;
