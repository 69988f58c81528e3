/** Makes events of due times: a chore of the engine, which appends to hidden topics. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.topics.due;
