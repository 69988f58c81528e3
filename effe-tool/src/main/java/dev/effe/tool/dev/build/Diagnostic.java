package dev.effe.tool.dev.build;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An error of a compiler. Immutable.
 *
 * @param file the source; empty if it is about none in particular
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param message may have several lines
 */
public record Diagnostic(Optional<Path> file, int line, int column, String message) {}
