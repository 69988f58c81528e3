package dev.effe.tool.dev.build;

import dev.effe.server.cli.ToolException;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic.Kind;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The compiler of the JDK, in this process. It compiles all sources each time: of a part only, what has changed could not be
 * told from what uses it. Confined to one thread.
 */
public final class Compiler {

    private static final String MOST_ERRORS = "100";

    /** From this Java on processors on the class path run only if asked for. */
    private static final int PROC_FULL = 23;

    private static final String THIS_JAVA = Integer.toString(Runtime.version().feature());

    private final JavaCompiler javac;
    private @Nullable StandardJavaFileManager manager;

    /** The jars and options that the manager is for. */
    private List<Object> managed = List.of();

    private Compiler(JavaCompiler javac) {
        this.javac = javac;
    }

    /**
     * The compiler of the Java that runs this.
     *
     * @throws ToolException if it has none
     */
    public static Compiler ofThisJava() throws ToolException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new ToolException("dev needs a JDK: " + System.getProperty("java.home")
                    + " is a runtime without a compiler (--build compiles by a command, --build none by an IDE)");
        }
        return new Compiler(javac);
    }

    /**
     * Compiles.
     *
     * @param output a folder, which is made
     * @return whether there was a source at all
     * @throws BuildException if there are errors; the folder is of no use then
     */
    public boolean compile(Compilation compilation, Path output) throws BuildException, IOException {
        Files.createDirectories(output);
        List<Path> files = javaFiles(compilation.sources());
        if (files.isEmpty()) {
            return false;
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StringWriter more = new StringWriter();
        boolean succeeded;
        try {
            StandardJavaFileManager manager = manager(compilation);
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, existing(compilation.classPath()));
            if (!compilation.processors().isEmpty()) {
                manager.setLocationFromPaths(
                        StandardLocation.ANNOTATION_PROCESSOR_PATH, existing(compilation.processors()));
            }
            succeeded = javac.getTask(
                            more,
                            manager,
                            found,
                            options(compilation),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
        } catch (IllegalArgumentException e) {
            throw BuildException.of("The compiler refuses its options: " + e.getMessage(), "");
        } catch (RuntimeException e) { // From an annotation processor, as a rule.
            throw BuildException.of("The compiler failed: " + (e.getCause() == null ? e : e.getCause()), "");
        }
        if (!succeeded) {
            throw failure(found, more.toString());
        }
        return true;
    }

    /** One that remembers what is in the jars, as long as they are the same. */
    private StandardJavaFileManager manager(Compilation compilation) throws IOException {
        List<Object> jars = new ArrayList<>(compilation.options());
        jars.add(compilation.processors());
        for (Path path : compilation.classPath()) {
            if (Files.isRegularFile(path)) {
                jars.addAll(List.of(path, Files.getLastModifiedTime(path), Files.size(path)));
            }
        }
        StandardJavaFileManager known = manager;
        if (known != null && jars.equals(managed)) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        StandardJavaFileManager made = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        manager = made;
        managed = jars;
        return made;
    }

    private static List<Path> javaFiles(List<Path> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path source : sources) {
            if (Files.isRegularFile(source)) {
                files.add(source);
            } else if (Files.isDirectory(source)) {
                try (Stream<Path> below = Files.walk(source)) {
                    below.filter(file -> isSource(source.relativize(file))).forEach(files::add);
                }
            }
        }
        return files;
    }

    /** A module's declaration is left out: functions, and so all that is compiled for them, are on a class path. */
    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return name.endsWith(".java") && !name.equals("module-info.java");
    }

    private static List<Path> existing(List<Path> paths) {
        return paths.stream().filter(Files::exists).toList();
    }

    private static List<String> options(Compilation compilation) {
        List<String> options = new ArrayList<>(compilation.options());
        int release = options.indexOf("--release");
        if (release >= 0 && options.get(release + 1).equals(THIS_JAVA)) {
            options.subList(release, release + 2)
                    .clear(); // To look into another Java's API takes time, if it is the same.
        }
        options.addAll(List.of("-g", "-Xmaxerrs", MOST_ERRORS));
        if (!options.contains("-encoding")) {
            options.addAll(List.of("-encoding", "UTF-8"));
        }
        boolean processing = options.stream().anyMatch(option -> option.startsWith("-proc:"));
        if (!processing && Runtime.version().feature() >= PROC_FULL) {
            options.add("-proc:full");
        }
        return options;
    }

    private static BuildException failure(DiagnosticCollector<JavaFileObject> found, String more) {
        List<Diagnostic> errors = found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Kind.ERROR)
                .map(Compiler::diagnostic)
                .collect(Collectors.toCollection(ArrayList::new));
        return errors.isEmpty() ? BuildException.of("The compiler failed", more) : BuildException.of(errors);
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
