package dev.effe.host.store;

import dev.effe.host.model.FunctionState;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All functions of the host. Readers never wait; of one function one writer at a time changes the state, and nobody sees
 * a change before it is on the disk. Thread-safe.
 */
public final class Functions {

    private static final Logger log = LoggerFactory.getLogger(Functions.class);
    private static final int LOCKS = 256;

    private final FunctionFiles files;
    private final Map<String, FunctionState> states = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Each guards the functions whose names have its hash. */
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    private Functions(FunctionFiles files) {
        this.files = files;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /**
     * Reads them. Blocks.
     *
     * @throws StoreException if one cannot be read
     */
    public static Functions load(FunctionFiles files) throws StoreException {
        Functions functions = new Functions(files);
        try {
            files.load().forEach(state -> functions.states.put(state.name(), state));
            return functions;
        } catch (IOException e) {
            throw new StoreException("The functions cannot be read: " + e.getMessage(), e);
        }
    }

    /** Who wants to know of changes. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Called after each change, when it is on the disk and everybody sees it; of one function in the order of its
         * changes, one call at a time. Should return soon: the caller of the change waits.
         *
         * @param before null if the function was created
         * @param after null if it was deleted
         */
        void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after);
    }

    /**
     * A change of one function, without any effect of its own.
     *
     * @param <A> its answer
     * @param <X> its refusal
     */
    @FunctionalInterface
    public interface Change<A, X extends Exception> {

        /**
         * Computes the new state.
         *
         * @param state null if there is no such function
         * @throws X if the change is refused; nothing is changed then
         */
        Changed<A> apply(@Nullable FunctionState state) throws X;
    }

    /**
     * A changed function.
     *
     * @param state null for none; an equal one for no change
     * @param answer for whoever asked for it
     * @param <A> its type
     */
    public record Changed<A>(@Nullable FunctionState state, A answer) {}

    /** A function; null if there is none of this name. */
    public @Nullable FunctionState get(String name) {
        return states.get(name);
    }

    /** All of them by name, as they are now. */
    public Collection<FunctionState> all() {
        return new TreeMap<>(states).values();
    }

    /** Has a listener told of each change from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Changes a function. Blocks: other changes of it come first, and the disk takes its time.
     *
     * @return the answer of the change
     * @throws X if the change is refused
     * @throws StoreException if it cannot be written; nobody sees it then
     */
    public <A, X extends Exception> A change(String name, Change<A, X> change) throws X, StoreException {
        ReentrantLock lock = locks[Math.floorMod(name.hashCode(), LOCKS)];
        lock.lock();
        try {
            FunctionState before = states.get(name);
            Changed<A> changed = change.apply(before);
            if (!Objects.equals(changed.state(), before)) {
                write(name, before, changed.state());
                publish(name, before, changed.state());
            }
            return changed.answer();
        } finally {
            lock.unlock();
        }
    }

    private void write(String name, @Nullable FunctionState before, @Nullable FunctionState after)
            throws StoreException {
        try {
            files.write(before, after);
        } catch (IOException e) {
            throw new StoreException("The function " + name + " cannot be written: " + e, e);
        }
    }

    private void publish(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        if (after == null) {
            states.remove(name);
        } else {
            states.put(name, after);
        }
        for (Listener listener : listeners) {
            try {
                listener.changed(name, before, after);
            } catch (RuntimeException e) {
                log.error("A listener failed on a change of the function {}", name, e);
            }
        }
    }
}
