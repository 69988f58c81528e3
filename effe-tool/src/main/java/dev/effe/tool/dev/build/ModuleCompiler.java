package dev.effe.tool.dev.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the sources of a module: those that have changed, if only bodies of methods have, else all. So the classes are as
 * if all had been compiled. Confined to one thread.
 */
public final class ModuleCompiler {

    /**
     * A compilation that was good.
     *
     * @param stamps of the sources, by path
     * @param world all else that the classes depend on
     */
    private record Last(
            Compilation compilation, Map<Path, Object> stamps, Object world, CompiledSources sources, Path classes) {}

    private final Compiler compiler;
    private @Nullable Last last;

    private ModuleCompiler(Compiler compiler) {
        this.compiler = compiler;
    }

    /** A compiler that has compiled nothing yet, of the Java that runs this, which is a JDK. */
    public static ModuleCompiler ofThisJava() {
        return new ModuleCompiler(Compiler.ofThisJava());
    }

    /**
     * Compiles.
     *
     * @param stamps of the files below the sources, taken before: equal if a file has not changed
     * @param world equal if nothing else has changed, such as libraries
     * @param output a folder, which is made
     * @return whether there was a source at all
     * @throws BuildException if there are errors; the folder is of no use then
     */
    public boolean compile(Compilation compilation, Map<Path, Object> stamps, Object world, Path output)
            throws BuildException, IOException {
        Last before = last;
        if (before != null && before.compilation.equals(compilation) && before.world.equals(world)) {
            Set<Path> changed = changed(before, stamps);
            CompiledSources part = changed.isEmpty()
                    ? null
                    : compiler.compileSome(compilation, changed, before.classes, before.sources, output);
            if (part != null && copyOthers(before, changed, output)) {
                last = new Last(compilation, Map.copyOf(stamps), world, before.sources.with(part), output);
                return true;
            }
        }
        CompiledSources all = new CompiledSources();
        boolean any = compiler.compile(compilation, output, all);
        boolean processed = any && compiler.hasProcessors(compilation); // They see all sources.
        last = any && !processed ? new Last(compilation, Map.copyOf(stamps), world, all, output) : null;
        return any;
    }

    /** The sources that are others than before; none if files have come, or gone, or are no sources. */
    private static Set<Path> changed(Last before, Map<Path, Object> stamps) {
        if (!before.stamps.keySet().equals(stamps.keySet())) {
            return Set.of();
        }
        Map<Path, Object> changed = new HashMap<>(stamps);
        changed.entrySet().removeAll(before.stamps.entrySet());
        return changed.keySet().stream().allMatch(before.sources::has) ? new HashSet<>(changed.keySet()) : Set.of();
    }

    /** Returns false if somebody has removed them. */
    private static boolean copyOthers(Last before, Set<Path> changed, Path output) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (String name : before.sources.classesWithout(changed)) {
            String file = name.replace('.', '/') + ".class";
            Path to = output.resolve(file);
            Path from = before.classes.resolve(file);
            if (!Files.isRegularFile(from)) {
                return false;
            }
            if (folders.add(to.resolveSibling(""))) {
                Files.createDirectories(to.resolveSibling(""));
            }
            Files.copy(from, to);
        }
        return true;
    }
}
