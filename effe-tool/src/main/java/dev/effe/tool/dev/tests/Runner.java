package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.build.ClassFiles;
import dev.effe.tool.dev.project.Project;
import dev.effe.tool.dev.tests.fork.TestMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs test classes, in another JVM after each that a test ends. Confined to one thread. */
final class Runner {

    private static final String FORK = "dev/effe/tool/dev/tests/fork/";

    private final Path fork;
    private final Duration limit;
    private final Consumer<String> progress;

    /**
     * Nothing runs yet.
     *
     * @param work a folder of this process alone
     * @param limit of a test
     * @param progress is given lines while something takes long
     */
    Runner(Path work, Duration limit, Consumer<String> progress) {
        this.fork = work.resolve("tests");
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Runs classes of a module.
     *
     * @param classes with what each is now
     * @param memory gets the results of each class that has run
     * @param over asked now and then: true if nobody wants the results any more
     * @return the results; null of a run that was cut
     */
    List<Result> run(Target target, Map<String, String> classes, Project project, Memory memory, BooleanSupplier over)
            throws BuildException, IOException, InterruptedException {
        if (!Files.exists(fork)) {
            ClassFiles.copy(TestMain.class, List.of(FORK), fork);
        }
        List<Path> more = new ArrayList<>(List.of(fork));
        more.addAll(Platform.launcher(target.code(), progress));
        List<Result> all = new ArrayList<>();
        Map<String, String> left = new TreeMap<>(classes);
        while (!left.isEmpty() && !over.getAsBoolean()) {
            try (TestProcess process = TestProcess.start(target, more, List.copyOf(left.keySet()), limit)) {
                if (!process.await(over)) {
                    return all;
                }
                Results results = Results.of(process, target.code(), project);
                if (!results.done() && results.seen().isEmpty()) {
                    throw BuildException.of(
                            "The JVM of the tests ended with exit code " + process.exitCode() + " before a test ran",
                            process.others());
                }
                all.addAll(results.results());
                List<String> ended = List.copyOf(results.done() ? left.keySet() : results.seen());
                for (String name : ended) {
                    String digest = left.remove(name);
                    if (digest != null) {
                        memory.put(target, name, digest, of(name, results));
                    }
                }
                if (ended.stream().noneMatch(classes::containsKey)) {
                    return all; // The class runs others: not again and again.
                }
            }
        }
        return all;
    }

    private static List<Result> of(String className, Results results) {
        return results.results().stream()
                .filter(result -> result.outerClass().equals(className))
                .toList();
    }
}
