package dev.effe.server.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Soon;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerThreadsTest {

    private final List<Throwable> ends = new CopyOnWriteArrayList<>();

    @BeforeEach
    void noteTheEnd() {
        Fatal.endedBy(ends::add);
    }

    @AfterEach
    void endNothingElse() {
        Fatal.endedBy(failure -> {});
    }

    @Test
    void inheritNothingFromWhoeverMakesThem() throws Exception {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader function = new URLClassLoader(new URL[0])) {
            inherited.set("of a call");
            Thread.currentThread().setContextClassLoader(function);
            AtomicReference<Object> seen = new AtomicReference<>();
            for (Thread thread : List.of(
                    ServerThreads.vital("vital", () -> seen.set(inherited.get())),
                    ServerThreads.replaceable("replaceable", () -> seen.set(inherited.get())))) {
                assertThat(thread.isDaemon()).isTrue();
                assertThat(thread.getContextClassLoader()).isEqualTo(ServerThreads.class.getClassLoader());
                thread.start();
                thread.join();
                assertThat(seen).hasValue(null);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            inherited.remove();
        }
    }

    /** Until Java 23 a thread has the rights of all classes on the stack of its maker, and so their class loaders. */
    @Test
    void keepNoClassOfWhoeverMakesThem() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        WeakReference<ClassLoader> loader = makeThreads(end);
        try {
            Soon.await().untilAsserted(() -> {
                System.gc();
                assertThat(loader.get()).isNull();
            });
        } finally {
            end.countDown();
        }
    }

    private static WeakReference<ClassLoader> makeThreads(CountDownLatch end) throws Exception {
        URL classes = Maker.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader function = new URLClassLoader(new URL[] {classes}, null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.equals(Maker.class.getName())
                        ? super.findClass(name)
                        : ServerThreadsTest.class.getClassLoader().loadClass(name);
            }
        }) {
            @SuppressWarnings("unchecked")
            Consumer<CountDownLatch> maker = (Consumer<CountDownLatch>)
                    function.loadClass(Maker.class.getName()).getConstructor().newInstance();
            assertThat(maker.getClass().getClassLoader()).isSameAs(function);
            maker.accept(end);
            return new WeakReference<>(function);
        }
    }

    /** A function, as it were, below whose call threads are made. */
    public static final class Maker implements Consumer<CountDownLatch> {

        @Override
        public void accept(CountDownLatch end) {
            Waiting.start(end);
        }
    }

    /** The server, as it were. */
    public static final class Waiting {

        private Waiting() {}

        public static void start(CountDownLatch end) {
            Runnable task = () -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            ServerThreads.vital("vital", task).start();
            ServerThreads.replaceable("replaceable", task).start();
        }
    }

    @Test
    void whateverEndsAVitalThreadIsFatalAndAnErrorEndsAnyOther() throws Exception {
        IllegalStateException exception = new IllegalStateException("meant by the test");
        NoClassDefFoundError error = new NoClassDefFoundError("meant by the test");

        run(ServerThreads.replaceable("replaceable", () -> {
            throw exception;
        }));
        assertThat(ends).isEmpty();
        run(ServerThreads.replaceable("replaceable", () -> {
            throw error;
        }));
        run(ServerThreads.vital("vital", () -> {
            throw exception;
        }));
        assertThat(ends).containsExactly(error, exception);
    }

    private static void run(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    @Test
    void noInterruptStaysWithWhoeverParks() {
        Thread.currentThread().interrupt();
        ServerThreads.parkNanos(this, 1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anErrorThatWasCaughtIsFatalUnlessItHarmedOneOnly() {
        Fatal.check(new IllegalStateException("an exception"));
        Fatal.check(new StackOverflowError());
        Fatal.check(new OutOfMemoryError("Requested array size exceeds VM limit"));
        Fatal.check(new OutOfMemoryError("unable to create native thread: possibly out of memory or limits reached"));
        Fatal.check(new OutOfMemoryError("Cannot reserve 16 bytes of direct buffer memory (allocated: 1, limit: 1)"));
        Fatal.check(new OutOfMemoryError("failed to allocate 16 byte(s) of direct memory (used: 1, max: 1)"));
        assertThat(ends).isEmpty();

        List<Error> fatal = List.of(
                new OutOfMemoryError("Metaspace"),
                new OutOfMemoryError("GC overhead limit exceeded"),
                new OutOfMemoryError(),
                new InternalError("meant by the test"),
                new NoClassDefFoundError("meant by the test"));
        fatal.forEach(Fatal::check);
        assertThat(ends).containsExactlyElementsOf(new ArrayList<>(fatal));
    }

    @Test
    void anArrayThatJavaCannotHaveHarmsNobody() {
        assertThat(MemoryRefusal.isOfOneArray(allocate(Integer.MAX_VALUE))).isTrue();
        System.gc();
        boolean halfFree =
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()
                        <= Runtime.getRuntime().maxMemory() / 2;
        assertThat(MemoryRefusal.isOfOneArray(new OutOfMemoryError("Java heap space")))
                .isEqualTo(halfFree);
    }

    private static OutOfMemoryError allocate(int length) {
        try {
            return new OutOfMemoryError("got " + new long[length].length);
        } catch (OutOfMemoryError e) {
            return e;
        }
    }
}
