package dev.effe.server.threads;

import java.util.function.Consumer;

/**
 * Ends the process for an Error in the server's own code: a thread that did not finish what it was about may leave the
 * server looking alive and serving nobody. Needs no memory. In a program that embeds the server nothing ends it.
 * Thread-safe.
 */
public final class Fatal {

    /** Written once, by the program that is to end. */
    private static volatile Consumer<Throwable> end = failure -> {};

    private Fatal() {}

    /** From now on this ends the process, and does not return. */
    public static void endedBy(Consumer<Throwable> how) {
        end = how;
    }

    /** A thread that the server cannot do without has ended by this. */
    static void died(Throwable failure) {
        end.accept(failure);
    }

    /**
     * Ends the process if what the server's own code has caught may have harmed more than the client it was serving. That
     * is an Error, but for a refusal of memory beside plenty of it, a thread that could not be made, and a stack that was
     * used up, which is free again. Else it returns.
     */
    public static void check(Throwable caught) {
        if (caught instanceof Error && !(caught instanceof StackOverflowError) && !isSurvived(caught)) {
            end.accept(caught);
        }
    }

    private static boolean isSurvived(Throwable caught) {
        return caught instanceof OutOfMemoryError error
                && (MemoryRefusal.isOfOneArray(error)
                        || MemoryRefusal.isOfABuffer(error)
                        || MemoryRefusal.isOfAThread(error));
    }
}
