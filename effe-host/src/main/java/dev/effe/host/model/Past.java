package dev.effe.host.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An earlier target of an alias.
 *
 * @param at when the alias was moved away from it
 * @param by the access key that moved it
 */
public record Past(String version, @Nullable Weight other, Instant at, String by) {}
