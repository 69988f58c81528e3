/**
 * The classes that org.crac, as handlers bring it, looks for by name: {@code org.crac.Core.Compat} says that they are
 * here. The names and shapes are those of {@code jdk.crac}.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda.runtime.crac;
