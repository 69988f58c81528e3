package dev.effe.kafka;

import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** Makes failures of Kafka ones of the store. Stateless. */
final class Failures {

    private Failures() {}

    /** @param what the first words of the message */
    static TopicException of(String what, Clients clients, Throwable failure) {
        Throwable cause = root(failure);
        if (cause instanceof TopicException known) {
            return known;
        }
        if (cause instanceof org.apache.kafka.common.errors.InterruptException) {
            Thread.currentThread().interrupt();
        }
        String message = what + " (Kafka " + clients + "): " + line(cause);
        return passes(cause) ? new StoreUnreachableException(message, cause) : new TopicException(message, cause);
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wraps && cause != null ? root(cause) : failure;
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof RetriableException
                || failure instanceof TimeoutException
                || failure instanceof DisconnectException
                || failure instanceof java.util.concurrent.TimeoutException;
    }

    private static String line(Throwable failure) {
        StringBuilder line = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            line.append(": ").append(cause.getMessage());
        }
        return line.toString().replaceAll("\\s*\\n\\s*", "; ");
    }
}
