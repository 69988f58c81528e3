package dev.effe.tool.dev.build;

import dev.effe.tool.Plural;
import java.io.Serial;
import java.util.List;

/** The sources cannot be compiled, or a build that somebody else does fails. */
public final class BuildException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;
    private final String output;

    private BuildException(String message, List<Diagnostic> diagnostics, String output) {
        super(message);
        this.diagnostics = List.copyOf(diagnostics);
        this.output = output;
    }

    /** By errors of the compiler. */
    public static BuildException of(List<Diagnostic> diagnostics) {
        int errors = diagnostics.size();
        return new BuildException(Plural.of(errors, "error"), diagnostics, "");
    }

    /**
     * By a program.
     *
     * @param message what failed, in one line
     * @param output what the program said
     */
    public static BuildException of(String message, String output) {
        return new BuildException(message, List.of(), output);
    }

    /** The errors of the compiler; none if it was something else. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The output of the program; "" for none. */
    public String output() {
        return output;
    }
}
