package dev.effe.server;

import dev.effe.server.admin.Pages;
import dev.effe.server.metrics.Meters;
import dev.effe.server.metrics.TopicMeters;
import dev.effe.server.topics.TopicOperations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a server has now, if it has any: others, where effe.yaml changes while it serves. Its changes are made
 * by one thread at a time.
 */
final class TopicsInService implements AutoCloseable {

    private final int loopLimit;
    private final @Nullable Meters measured;

    // Touched by whoever changes them.
    private @Nullable TopicMeters meters;
    private @Nullable TopicPlan plan;

    /** Read by whoever stops the server. */
    private volatile @Nullable TopicServing now;

    TopicsInService(ServerParts parts) {
        loopLimit = parts.settings.calls().loopLimit().orElse(Integer.MAX_VALUE);
        measured = parts.meters;
    }

    /**
     * Opens the topics of a plan, unless they are open already. Nothing is delivered before {@link #start}.
     *
     * @param wanted null for none
     * @throws StartException if they cannot be opened; then those from before are there again
     */
    void open(@Nullable TopicPlan wanted) throws StartException {
        TopicPlan before = plan;
        if (Objects.equals(wanted, before)) {
            return;
        }
        close();
        try {
            openAnew(wanted);
        } catch (StartException e) {
            openAnew(before);
            throw e;
        }
    }

    private void openAnew(@Nullable TopicPlan wanted) throws StartException {
        if (wanted == null) {
            return;
        }
        if (meters == null && measured != null) {
            meters = TopicMeters.in(measured);
        }
        now = TopicServing.open(wanted, loopLimit, meters);
        plan = wanted;
    }

    /** Lets functions append, and get events from now on. To be called before the first of them runs. */
    void connect(List<ServedFunction> functions) {
        TopicServing topics = now;
        if (topics != null) {
            topics.connect(functions);
        }
    }

    /** Begins to deliver. Does nothing the second time. */
    void start() {
        TopicServing topics = now;
        if (topics != null) {
            topics.start();
        }
    }

    /** Why topics are not ready; empty if they are, or if there are none. */
    Optional<String> notReady() {
        TopicServing topics = now;
        return topics == null || topics.isOpen()
                ? Optional.empty()
                : Optional.of("the store of topics does not answer");
    }

    /** The topics as operators see them; null if there are none. */
    @Nullable TopicOperations operations() {
        TopicServing topics = now;
        return topics == null ? null : topics.operations();
    }

    /** The pages for operators; null if there are no topics. */
    Pages.@Nullable Part pages() {
        TopicServing topics = now;
        return topics == null ? null : topics::pages;
    }

    /** From now on no event is begun: they wait for the next process. */
    void stopTaking() {
        TopicServing topics = now;
        if (topics != null) {
            topics.stopTaking();
        }
    }

    /** Waits until what had begun is over. Returns whether it is. */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        TopicServing topics = now;
        return topics == null || topics.awaitIdle(patience);
    }

    @Override
    public void close() {
        TopicServing topics = now;
        if (topics != null) {
            topics.close();
        }
        now = null;
        plan = null;
    }
}
