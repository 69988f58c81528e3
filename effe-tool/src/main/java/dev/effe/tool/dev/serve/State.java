package dev.effe.tool.dev.serve;

import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.Failures;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state of the sources, as the last look found them. Immutable.
 *
 * @param number another for each reload, whatever came of it
 * @param failure why they cannot be served; empty if they are
 * @param failures makes failures of what functions throw
 * @param home the folder that paths are shown from
 */
public record State(long number, Optional<Failure> failure, Failures failures, Path home) {}
