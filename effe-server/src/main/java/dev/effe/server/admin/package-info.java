/** The pages of operators: health, metrics, info and events. Knows how they are asked for, not how they come about. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.admin;
