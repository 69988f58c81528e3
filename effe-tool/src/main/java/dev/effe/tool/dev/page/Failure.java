package dev.effe.tool.dev.page;

import dev.effe.tool.dev.build.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure, for a developer to see. Immutable: nothing of a function's classes is held.
 *
 * @param title in a few words, such as "It does not compile"
 * @param message in a line or a few
 * @param diagnostics of the compiler
 * @param causes what was thrown, then what caused that
 * @param output of a program
 */
public record Failure(String title, String message, List<Diagnostic> diagnostics, List<Cause> causes, String output) {

    /** Copies the lists. */
    public Failure {
        diagnostics = List.copyOf(diagnostics);
        causes = List.copyOf(causes);
    }

    /** One of the exceptions. */
    public record Cause(String text, List<Frame> frames) {

        /** Copies the list. */
        public Cause {
            frames = List.copyOf(frames);
        }
    }

    /**
     * A frame of a stack.
     *
     * @param source the project's own source; null for others'
     */
    public record Frame(String text, @Nullable Path source, int line) {}
}
