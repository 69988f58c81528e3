package dev.effe.server.log;

import org.jspecify.annotations.Nullable;

/**
 * Where a thread is, for a line of the log: its name and its stack, one frame a line, without what called the function.
 * Found out when it is made text, so that a line that is not logged costs nothing. Reads stacks of platform threads and
 * virtual ones. Thread-safe.
 *
 * @param thread null for none
 */
public record ThreadStack(@Nullable Thread thread) {

    /** Deeper frames are seldom the ones that matter, and may be thousands. */
    private static final int MOST_FRAMES = 60;

    @Override
    public String toString() {
        if (thread == null) {
            return "no thread is in it";
        }
        StringBuilder text =
                new StringBuilder().append('"').append(thread.getName()).append('"');
        StackTraceElement[] frames = thread.getStackTrace();
        int functions = FunctionFrames.count(frames);
        if (functions == 0) {
            return text.append(" (Java does not tell its stack now)").toString();
        }
        for (int i = 0; i < functions && i < MOST_FRAMES; i++) {
            text.append("\n\tat ").append(plain(frames[i]));
        }
        if (functions > MOST_FRAMES) {
            text.append("\n\t... ").append(functions - MOST_FRAMES).append(" more");
        }
        return text.toString();
    }

    /** Without the names of class loaders and modules, as exceptions have it. */
    private static StackTraceElement plain(StackTraceElement frame) {
        return new StackTraceElement(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }
}
