package dev.effe.server.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The sample requests of a training run.
 *
 * @param file the JSON file that has them; empty for a GET and a POST to /
 */
public record Samples(Optional<Path> file) {}
