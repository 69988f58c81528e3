package dev.effe.tool.dev.page;

import dev.effe.server.log.FailureText;
import dev.effe.server.log.FunctionFrames;
import dev.effe.spi.FunctionErrorException;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.page.Failure.Cause;
import dev.effe.tool.dev.page.Failure.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes failures of what was thrown. Its methods may be a function's code: not for an event loop. Immutable. */
public final class Failures {

    private static final int MOST_CAUSES = 8;
    private static final int MOST_FRAMES = 100;

    private final BiFunction<String, String, Optional<Path>> sources;

    /** @param sources finds the project's source of a class, by that and the name of the file */
    public Failures(BiFunction<String, String, Optional<Path>> sources) {
        this.sources = sources;
    }

    /** The sources do not compile, or a program that builds failed. */
    public Failure of(BuildException e) {
        String title = e.diagnostics().isEmpty() ? "It cannot be built" : "It does not compile";
        return new Failure(title, String.valueOf(e.getMessage()), e.diagnostics(), List.of(), e.output());
    }

    /** A file, such as effe.yaml, is wrong. */
    public Failure of(String title, String message) {
        return new Failure(title, message, List.of(), List.of(), "");
    }

    /**
     * The function's code threw.
     *
     * @param message null for that of what was thrown
     */
    public Failure of(String title, @Nullable String message, @Nullable Throwable thrown) {
        Throwable told =
                thrown instanceof FunctionErrorException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String text = message != null ? message : told == null ? title : FailureText.of(told);
        return new Failure(title, text, List.of(), causes(told), "");
    }

    private List<Cause> causes(@Nullable Throwable thrown) {
        List<Cause> causes = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable next = thrown;
        try {
            while (next != null && seen.add(next) && causes.size() < MOST_CAUSES) {
                causes.add(new Cause(next.toString(), frames(next)));
                next = next.getCause();
            }
        } catch (RuntimeException | StackOverflowError e) {
            causes.add(new Cause(seen.iterator().next().getClass().getName() + ", which cannot be read", List.of()));
        }
        return causes;
    }

    private List<Frame> frames(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        List<Frame> frames = new ArrayList<>();
        int count = Math.min(FunctionFrames.count(stack), MOST_FRAMES);
        for (int i = 0; i < count; i++) {
            frames.add(frame(stack[i]));
        }
        return frames;
    }

    private Frame frame(StackTraceElement element) {
        String file = element.getFileName();
        Path source = file == null
                ? null
                : sources.apply(element.getClassName(), file).orElse(null);
        String text = element.getClassName() + "." + element.getMethodName() + "(" + (file == null ? "" : file)
                + (element.getLineNumber() > 0 ? ":" + element.getLineNumber() : "") + ")";
        return new Frame(text, source, element.getLineNumber());
    }
}
