/**
 * The operations of AWS Lambda's control plane: each computes a new state and an answer out of a state and a request,
 * and knows no I/O and no clock.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.host.api;
