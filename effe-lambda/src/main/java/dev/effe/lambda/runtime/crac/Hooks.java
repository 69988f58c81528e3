package dev.effe.lambda.runtime.crac;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets what registers itself while an instance of a handler is made warm up as around a SnapStart snapshot. Instances
 * are made side by side, each on a thread of its own, so that is how they are told apart. Thread-safe.
 */
public final class Hooks {

    static final Registry REGISTRY = new Registry();

    private static final String COMPAT = "org.crac.Core.Compat";

    private Hooks() {}

    /** Tells org.crac of this package, unless it is told of another. */
    public static void install() {
        if (System.getProperty(COMPAT) == null) {
            System.setProperty(COMPAT, Hooks.class.getPackageName());
        }
    }

    /**
     * Makes something, then calls {@code beforeCheckpoint} of what registered itself meanwhile, the last one first, and
     * {@code afterRestore}, the first one first: AWS's order.
     *
     * @throws Exception what the maker or a hook throws
     */
    public static <T> T around(Callable<T> maker) throws Exception {
        Deque<Resource> registered = new ArrayDeque<>();
        REGISTRY.makers.put(Thread.currentThread(), registered);
        try {
            T made = maker.call();
            for (Iterator<Resource> last = registered.descendingIterator(); last.hasNext(); ) {
                last.next().beforeCheckpoint(REGISTRY);
            }
            for (Resource resource : registered) {
                resource.afterRestore(REGISTRY);
            }
            return made;
        } finally {
            REGISTRY.makers.remove(Thread.currentThread());
        }
    }

    /** Keeps what is registered until its maker is done; whatever comes later is never told, as on AWS. */
    static final class Registry extends Context<Resource> {

        private final Map<Thread, Deque<Resource>> makers = new ConcurrentHashMap<>();

        @Override
        public void register(Resource resource) {
            @Nullable Deque<Resource> registered = makers.get(Thread.currentThread());
            if (registered != null) {
                registered.add(resource);
            }
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {}

        @Override
        public void afterRestore(Context<? extends Resource> context) {}
    }
}
