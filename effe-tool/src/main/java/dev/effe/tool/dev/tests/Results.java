package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.Failure.Cause;
import dev.effe.tool.dev.page.Failure.Frame;
import dev.effe.tool.dev.project.Project;
import dev.effe.tool.dev.project.TestCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a JVM of tests, as results. Immutable.
 *
 * @param done false if it ended before its tests had
 * @param seen the outermost classes of tests that began
 */
record Results(boolean done, Set<String> seen, List<Result> results) {

    /**
     * Reads them.
     *
     * @param process has ended
     */
    static Results of(TestProcess process, TestCode code, Project project) {
        List<Result> results = new ArrayList<>();
        Map<String, Result> running = new LinkedHashMap<>();
        boolean done = false;
        for (Map<?, ?> event : process.events()) {
            String kind = text(event, "kind");
            String className = text(event, "class");
            String name = text(event, "name");
            Failure failure = kind.equals("failed") ? failure(name, event, code, project) : null;
            Result result = new Result(className, name, kind.equals("skipped"), failure);
            switch (kind) {
                case "done" -> done = true;
                case "began" -> running.put(name, result);
                default -> {
                    running.remove(name);
                    results.add(result);
                }
            }
        }
        for (Result result : running.values()) { // The JVM ended below it, or was killed.
            String text = "The JVM of the test ended with exit code " + process.exitCode();
            Failure failure = new Failure(result.name(), text, List.of(), List.of(), process.others());
            results.add(new Result(result.className(), result.name(), false, failure));
        }
        Set<String> seen = new LinkedHashSet<>();
        results.forEach(result -> seen.add(result.outerClass()));
        return new Results(done, seen, results);
    }

    private static Failure failure(String name, Map<?, ?> event, TestCode code, Project project) {
        List<Cause> causes = new ArrayList<>();
        for (Object cause : list(event, "causes")) {
            if (cause instanceof Map<?, ?> map) {
                causes.add(new Cause(text(map, "text"), frames(map, code, project)));
            }
        }
        String message = causes.isEmpty()
                ? "It failed"
                : causes.get(0).text().lines().findFirst().orElse("");
        return new Failure(name, message, List.of(), causes, text(event, "output"));
    }

    /** The frames above the project's outermost one: below it is JUnit. */
    private static List<Frame> frames(Map<?, ?> cause, TestCode code, Project project) {
        List<Frame> frames = new ArrayList<>();
        int last = 0;
        for (Object each : list(cause, "frames")) {
            if (each instanceof Map<?, ?> frame) {
                String className = text(frame, "class");
                String file = text(frame, "file");
                int line = frame.get("line") instanceof Number number ? number.intValue() : 0;
                Path source = source(className, file, code, project);
                frames.add(new Frame(
                        className + "." + text(frame, "method") + "(" + (line > 0 ? file + ":" + line : file) + ")",
                        source,
                        line));
                last = source == null ? last : frames.size();
            }
        }
        return last == 0 ? frames : frames.subList(0, last);
    }

    private static @Nullable Path source(String className, String file, TestCode code, Project project) {
        int end = className.lastIndexOf('.');
        String folder = end < 0 ? "" : className.substring(0, end).replace('.', '/');
        for (Path sources : file.isEmpty() ? List.<Path>of() : code.sources()) {
            Path path = sources.resolve(folder).resolve(file);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        return file.isEmpty() ? null : project.source(className, file).orElse(null);
    }

    private static List<?> list(Map<?, ?> event, String name) {
        return event.get(name) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> event, String name) {
        return event.get(name) instanceof String text ? text : "";
    }
}
