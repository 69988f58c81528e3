package dev.effe.tool.dev.build;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.Diagnostic.Kind;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The compiler of the JDK, in this process. It remembers what is in the jars of a class path, so each module has one. Confined
 * to one thread.
 */
public final class Compiler {

    private static final String MOST_ERRORS = "100";
    private static final String NO_PROCESSORS = "-proc:none";
    private static final String PROCESSORS = "META-INF/services/javax.annotation.processing.Processor";

    /** From this Java on processors on the class path run only if asked for. */
    private static final int PROC_FULL = 23;

    private static final String THIS_JAVA = Integer.toString(Runtime.version().feature());

    private final JavaCompiler javac;
    private @Nullable StandardJavaFileManager manager;

    /** The jars and options that the manager is for. */
    private List<Object> managed = List.of();

    /** The manager remembers a source that is not in its encoding, and would not complain of it again. */
    private boolean misread;

    private Found found = new Found();

    private Compiler(JavaCompiler javac) {
        this.javac = javac;
    }

    /** The compiler of the Java that runs this, which is a JDK. */
    public static Compiler ofThisJava() {
        return new Compiler(Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler"));
    }

    /**
     * Compiles all sources.
     *
     * @param output a folder, which is made
     * @return whether there was a source at all
     * @throws BuildException if there are errors; the folder is of no use then
     */
    public boolean compile(Compilation compilation, Path output) throws BuildException, IOException {
        return compile(compilation, output, new CompiledSources());
    }

    /** Compiles all sources, and takes down what has come of each. */
    boolean compile(Compilation compilation, Path output, CompiledSources sources) throws BuildException, IOException {
        Files.createDirectories(output);
        List<Path> files = javaFiles(compilation.sources());
        if (files.isEmpty()) {
            return false;
        }
        found = new Found();
        boolean succeeded;
        try {
            StandardJavaFileManager manager = manager(compilation);
            locate(manager, compilation.classPath(), output);
            if (!compilation.processors().isEmpty()) {
                manager.setLocationFromPaths(
                        StandardLocation.ANNOTATION_PROCESSOR_PATH, existing(compilation.processors()));
            }
            CompilationTask task = task(manager, found, options(compilation), files);
            sources.listenTo(task);
            succeeded = task.call();
        } catch (IllegalArgumentException e) {
            throw BuildException.of("The compiler refuses its options: " + e.getMessage(), "");
        } catch (RuntimeException e) { // From an annotation processor, as a rule.
            throw BuildException.of("The compiler failed: " + (e.getCause() == null ? e : e.getCause()), "");
        }
        if (!succeeded || misread) {
            throw found.failure();
        }
        return true;
    }

    /**
     * Compiles some sources, if nothing but bodies of methods has changed in them.
     *
     * @param files the sources
     * @param classes the folder of what all sources came to before
     * @param before what was read then, by this compiler, without processors
     * @param output a folder, which is made and gets the classes of these sources only
     * @return null if something else has changed, or there are errors; the folder is of no use then
     */
    @Nullable CompiledSources compileSome(
            Compilation compilation, Collection<Path> files, Path classes, CompiledSources before, Path output)
            throws IOException {
        StandardJavaFileManager known = manager;
        if (known == null || misread || !jars(compilation).equals(managed)) {
            return null;
        }
        Files.createDirectories(output);
        List<Path> classPath = new ArrayList<>(List.of(classes));
        classPath.addAll(compilation.classPath());
        locate(known, classPath, output);
        List<String> options = options(compilation);
        options.removeIf(option -> option.startsWith("-proc:"));
        options.add(NO_PROCESSORS);
        found = new Found();
        CompiledSources sources = new CompiledSources();
        try {
            CompilationTask task = task(known, found, options, files);
            sources.listenTo(task);
            return sources.run(task, before) && !found.hasErrors() ? sources : null;
        } catch (RuntimeException e) {
            return null; // To compile all will say why.
        }
    }

    /** Returns true if annotation processors take part. */
    boolean hasProcessors(Compilation compilation) throws IOException {
        if (compilation.options().contains(NO_PROCESSORS)) {
            return false;
        }
        if (!compilation.processors().isEmpty() || compilation.options().contains("-processor")) {
            return true;
        }
        List<URL> urls = new ArrayList<>();
        for (Path path : existing(compilation.classPath())) {
            urls.add(path.toUri().toURL());
        }
        try (URLClassLoader found = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            return found.findResource(PROCESSORS) != null;
        }
    }

    private static void locate(StandardJavaFileManager manager, List<Path> classPath, Path output) throws IOException {
        manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
        manager.setLocationFromPaths(StandardLocation.CLASS_PATH, existing(classPath));
    }

    private CompilationTask task(
            StandardJavaFileManager manager, Found found, List<String> options, Collection<Path> files) {
        return javac.getTask(
                found.more(), manager, found.diagnostics(), options, null, manager.getJavaFileObjectsFromPaths(files));
    }

    /** One that remembers what is in the jars, as long as they are the same. */
    private StandardJavaFileManager manager(Compilation compilation) throws IOException {
        List<Object> jars = jars(compilation);
        StandardJavaFileManager known = manager;
        if (known != null && !misread && jars.equals(managed)) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        StandardJavaFileManager made = javac.getStandardFileManager(
                this::misread, Locale.ROOT, null); // A charset here would win over the option.
        misread = false;
        manager = made;
        managed = jars;
        return made;
    }

    private void misread(javax.tools.Diagnostic<? extends JavaFileObject> error) {
        misread |= error.getKind() == Kind.ERROR;
        found.diagnostics().report(error);
    }

    private static List<Object> jars(Compilation compilation) throws IOException {
        List<Object> jars = new ArrayList<>(compilation.options());
        jars.add(compilation.processors());
        for (Path path : compilation.classPath()) {
            if (Files.isRegularFile(path)) {
                jars.addAll(List.of(path, Files.getLastModifiedTime(path), Files.size(path)));
            }
        }
        return jars;
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
}
