package dev.effe.tool.dev.build;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;

/** The outline of each source as a compiler has read it, and the classes that came of it. Confined to one thread. */
final class CompiledSources {

    private final Map<Path, String> outlines = new HashMap<>();

    /** The binary names, by source. */
    private final Map<Path, Set<String>> classes = new HashMap<>();

    /** Takes down what a task of javac's is about to do. */
    void listenTo(CompilationTask task) {
        JavacTask javac = (JavacTask) task;
        Trees trees = Trees.instance(javac);
        javac.addTaskListener(new TaskListener() {
            @Override
            public void finished(TaskEvent event) {
                TypeElement type = event.getTypeElement();
                if (event.getKind() == TaskEvent.Kind.PARSE) {
                    outlines.put(path(event.getSourceFile()), Outline.of(event.getCompilationUnit(), trees));
                } else if (event.getKind() == TaskEvent.Kind.GENERATE && type != null) {
                    String name = javac.getElements().getBinaryName(type).toString();
                    classes.computeIfAbsent(path(event.getSourceFile()), source -> new HashSet<>())
                            .add(name);
                }
            }
        });
    }

    /**
     * Runs a task to its end, if its sources have the outlines of before. It must be one that is listened to.
     *
     * @return false if they have not, or were not compiled
     */
    boolean run(CompilationTask task, CompiledSources before) throws IOException {
        JavacTask javac = (JavacTask) task;
        for (CompilationUnitTree unit : javac.parse()) {
            Path source = path(unit.getSourceFile());
            String outline = outlines.get(source);
            if (outline == null || !outline.equals(before.outlines.get(source))) {
                return false;
            }
        }
        javac.analyze();
        return javac.generate().iterator().hasNext();
    }

    private static Path path(JavaFileObject source) {
        return new File(source.toUri()).toPath();
    }

    /** Returns true if a compiler has read that source. */
    boolean has(Path source) {
        return outlines.containsKey(source);
    }

    /** The binary names of the classes of all sources but some. */
    Set<String> classesWithout(Set<Path> sources) {
        Set<String> names = new HashSet<>();
        classes.forEach((source, made) -> {
            if (!sources.contains(source)) {
                names.addAll(made);
            }
        });
        return names;
    }

    /** These, with those that were compiled anew in their places. */
    CompiledSources with(CompiledSources anew) {
        CompiledSources all = new CompiledSources();
        all.outlines.putAll(outlines);
        all.outlines.putAll(anew.outlines);
        all.classes.putAll(classes);
        all.classes.keySet().removeAll(anew.outlines.keySet());
        all.classes.putAll(anew.classes);
        return all;
    }
}
