package dev.effe.test;

import dev.effe.Logic;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.security.CodeSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A class loader whose function is closed can be collected, while the threads that have called it go on. */
final class LoaderRule implements ContractRule {

    @Override
    public String name() {
        return "nothing keeps its class loader after close";
    }

    @Override
    public <C extends @Nullable Object> void check(ContractSubject<C> subject, ContractThreads threads)
            throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch lived = new CountDownLatch(1);
        AtomicReference<@Nullable WeakReference<ClassLoader>> loader = new AtomicReference<>();
        ContractThreads.Going<Boolean> worker = threads.begin(() -> {
            try {
                loader.set(live(subject));
            } finally {
                lived.countDown();
            }
            end.await(); // As a server's thread is there for the next function.
            return true;
        });
        try {
            lived.await();
            WeakReference<ClassLoader> left = loader.get();
            if (left != null && !Garbage.collectUntil(() -> left.get() == null)) {
                throw new AssertionError("The function's class loader can be reached after close, so that each reload"
                        + " costs its classes: look for a ThreadLocal that is not removed, a thread, a shutdown hook, a"
                        + " driver or a listener that is registered outside" + thread(left.get()));
            }
        } finally {
            end.countDown();
        }
        worker.within(FunctionContract.LONGEST_SECONDS, "The function");
    }

    private static String thread(@Nullable ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null
                        && (FieldSearch.isSame(thread.getContextClassLoader(), loader)
                                || FieldSearch.isSame(thread.getClass().getClassLoader(), loader)))
                .findFirst()
                .map(thread -> "; the thread " + ThreadRule.described(thread) + " has it")
                .orElse("");
    }

    /** The whole life of an instance whose classes are made anew. */
    private static WeakReference<ClassLoader> live(ContractSubject<?> subject) throws Exception {
        Class<?> type = subject.maker().get().getClass();
        FreshClassLoader loader = new FreshClassLoader(sourceOf(type), type.getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Constructor<?> constructor = constructor(loader.loadClass(type.getName()));
            subject.live(subject.trial((Logic<?>) constructor.newInstance()));
        } finally {
            thread.setContextClassLoader(before);
            loader.close();
        }
        return new WeakReference<>(loader);
    }

    private static CodeSource sourceOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.equals(Logic.class.getProtectionDomain().getCodeSource())) {
            throw new TestAbortedException("A function that is a lambda has no class of its own");
        }
        return source;
    }

    private static Constructor<?> constructor(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new TestAbortedException(
                    type.getName() + " has no constructor without parameters, so no instance of fresh classes is made",
                    e);
        }
    }
}
