package dev.effe.server.topics.file;

import dev.effe.server.journal.Journal;
import dev.effe.server.journal.JournalWriter;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the threads that write. Stateless. */
final class Waits {

    private Waits() {}

    /**
     * Waits for something to be on the disk.
     *
     * @param otherwise the first words of a failure
     */
    static <T> T on(CompletableFuture<T> written, Duration patience, String otherwise) throws TopicException {
        try {
            return written.get(Math.max(1, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new TopicException(otherwise + ": " + why, cause);
        } catch (TimeoutException e) {
            throw new TopicException(
                    otherwise + " in time: the disk took more than " + patience.toMillis()
                            + " ms, so whether it is done all the same is not known",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException(
                    otherwise + " in time: the call was interrupted, so whether it is done all the"
                            + " same is not known",
                    e);
        }
    }

    /** Opens a journal. */
    interface Opener {
        Journal open() throws IOException;
    }

    /** Opens a journal, and tells if that is done. */
    static Journal telling(CompletableFuture<Void> opened, Opener opener) throws IOException {
        try {
            Journal journal = opener.open();
            opened.complete(null);
            return journal;
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
            throw e;
        }
    }

    /** Closes a writer, whatever interrupts that. */
    static void close(JournalWriter writer) {
        boolean interrupted = false;
        while (true) {
            try {
                writer.close();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
