package dev.effe.tool.dev.build;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic.Kind;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;

/** The errors that a compiler finds. Confined to one thread. */
final class Found {

    private static final int MOST_LINES = 20;

    private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    private final StringWriter more = new StringWriter();

    /** Takes what is about sources. */
    DiagnosticCollector<JavaFileObject> diagnostics() {
        return diagnostics;
    }

    /** Takes what is not. */
    StringWriter more() {
        return more;
    }

    boolean hasErrors() {
        return diagnostics.getDiagnostics().stream().anyMatch(found -> found.getKind() == Kind.ERROR);
    }

    /** The failure of a compiler that has not succeeded. */
    BuildException failure() {
        List<Diagnostic> errors = diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Kind.ERROR)
                .map(Found::diagnostic)
                .collect(Collectors.toCollection(ArrayList::new));
        return errors.isEmpty() ? BuildException.of("The compiler failed", said()) : BuildException.of(errors);
    }

    /** The first lines of a trace of the compiler's, which may have a thousand. */
    private String said() {
        return more.toString().lines().limit(MOST_LINES).collect(Collectors.joining("\n"));
    }

    private static Diagnostic diagnostic(javax.tools.Diagnostic<? extends JavaFileObject> found) {
        Optional<Path> file = Optional.ofNullable(found.getSource())
                .filter(source -> source.toUri().getScheme().equals("file"))
                .map(source -> new File(source.toUri()).toPath());
        int line = (int) Math.max(0, found.getLineNumber());
        int column = (int) Math.max(0, found.getColumnNumber());
        return new Diagnostic(file, line, column, found.getMessage(Locale.ROOT));
    }
}
