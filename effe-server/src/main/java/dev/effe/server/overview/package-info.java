/** The figures of the last minutes, for the page of people and for {@code effe top}. Made where there is an admin port. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.overview;
