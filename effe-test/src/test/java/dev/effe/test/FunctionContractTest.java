package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.StatusException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** One faulty function for each rule, which finds it, and sound ones, which keep them all. */
@Timeout(120)
final class FunctionContractTest {

    private static final String LIFE = new LifeRule().name();
    private static final String CONTEXT = new ContextRule().name();
    private static final String OVERLAP = new OverlapRule().name();
    private static final String INTERRUPT = new InterruptRule().name();
    private static final String GONE = new ClientGoneRule().name();
    private static final String LATE = new LateRule().name();
    private static final String RELEASE = new ReleaseRule().name();
    private static final String BALANCE = new BalanceRule().name();
    private static final String LOCAL = new ThreadLocalRule().name();
    private static final String THREAD = new ThreadRule().name();
    private static final String LOADER = new LoaderRule().name();

    /** The judgement of each rule on a function: a message, or "" if it keeps it. */
    private static Map<String, String> broken(FunctionContract contract) {
        Map<String, String> broken = new TreeMap<>();
        contract.tests().forEach(test -> {
            try {
                test.getExecutable().execute();
            } catch (TestAbortedException e) {
                // Not told of this function.
            } catch (Throwable e) {
                broken.put(test.getDisplayName(), String.valueOf(e.getMessage()));
            }
        });
        return broken;
    }

    private static Map<String, String> broken(Supplier<Sound> maker) {
        return broken(FunctionContract.of(maker)
                .request(TestRequest.get("/?name=Ada"))
                .request(TestRequest.get("/?name=Bob"))
                .request(TestRequest.get("/refuse")));
    }

    private static void assertBreaks(Map<String, String> broken, String rule, String... messageParts) {
        assertThat(broken).containsOnlyKeys(rule);
        assertThat(broken.get(rule)).contains(messageParts);
    }

    /** Keeps all rules: with a buffer as its context, and a thread that ends with it. */
    static class Sound implements Logic<StringBuilder> {

        private static final ThreadLocal<StringBuilder> NAMES = new ThreadLocal<>();

        String greeting = "Hello";

        @Override
        public void init(Setup setup) {
            greeting = setup.config("greeting").orElse(greeting);
        }

        @Override
        public StringBuilder start() throws Exception {
            return new StringBuilder();
        }

        @Override
        public void run(StringBuilder context, Request request, Response response) throws Exception {
            if (request.path().equals("/refuse")) {
                throw new StatusException(400, "refused");
            }
            NAMES.set(context);
            try {
                context.setLength(0);
                context.append(greeting)
                        .append(' ')
                        .append(request.query("name").orElse(""));
                Thread.yield();
                response.header("Content-Type", "text/plain");
                answer(context, response);
            } finally {
                NAMES.remove();
            }
        }

        void answer(StringBuilder context, Response response) throws Exception {
            response.text(context.toString());
        }
    }

    @TestFactory
    // @start region="contract"
    Stream<DynamicTest> keepsTheContract() {
        return FunctionContract.of(Sound::new)
                .request(TestRequest.get("/?name=Ada"))
                .request(TestRequest.get("/?name=Bob"))
                .config("greeting", "Good morning")
                .tests();
    }
    // @end

    @TestFactory
    Stream<DynamicTest> aLambdaKeepsTheContract() {
        return FunctionContract.of(() -> Logic.of((request, response) -> response.text("hi")))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> aRecordingFunctionKeepsTheContract() {
        return FunctionContract.of(RecordingLogic::new)
                .request(TestRequest.get("/refuse"))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> aCallerKeepsTheContract() {
        return FunctionContract.of(com.example.shop.Orders::new)
                .request(TestRequest.get("/?item=tea"))
                .answering("stock", request -> 3)
                .tests();
    }

    @Test
    void namesThePhaseThatThrows() {
        class BadInit extends Sound {
            @Override
            public void init(Setup setup) {
                setup.required("db.url");
            }
        }
        assertThat(broken(BadInit::new).get(LIFE))
                .startsWith("init threw ")
                .contains("db.url is required: set it by FunctionContract.config(\"db.url\", ...)");
        class BadStart extends Sound {
            @Override
            public StringBuilder start() {
                throw new IllegalStateException("no start");
            }
        }
        assertThat(broken(BadStart::new).get(LIFE)).isEqualTo("start threw java.lang.IllegalStateException: no start");
        class NullStart extends Sound {
            @Override
            public StringBuilder start() {
                return null;
            }
        }
        assertThat(broken(NullStart::new).get(LIFE)).startsWith("start returned null: return a context");
        class BadRun extends Sound {
            @Override
            void answer(StringBuilder context, Response response) {
                throw new IllegalStateException("no run");
            }
        }
        assertThat(broken(BadRun::new).get(LIFE))
                .isEqualTo("run threw java.lang.IllegalStateException: no run for GET /?name=Ada: clients get a 500");
        class BadInfo extends Sound {
            @Override
            public Info info() {
                return null;
            }
        }
        assertThat(broken(BadInfo::new).get(LIFE)).startsWith("info returned null before init");
    }

    @Test
    void findsAStopThatThrows() {
        class BadStop extends Sound {
            @Override
            public void stop(StringBuilder context) throws IOException {
                if (context.length() == 0) {
                    throw new IOException("never ran");
                }
            }
        }
        assertThat(broken(BadStop::new).get(LIFE)).isEqualTo("stop threw java.io.IOException: never ran");
        class BadClose extends Sound {
            @Override
            public void close() {
                throw new IllegalStateException("no close");
            }
        }
        assertThat(broken(BadClose::new).get(LIFE)).isEqualTo("close threw java.lang.IllegalStateException: no close");
    }

    /** Has one context for all. */
    static final class OneContext extends Sound {
        private final StringBuilder only = new StringBuilder();

        @Override
        public StringBuilder start() {
            return only;
        }
    }

    @Test
    void findsAContextThatIsUsedByTwoThreads() {
        Map<String, String> broken = broken(OneContext::new);
        assertThat(broken.get(CONTEXT)).startsWith("start returned the same object twice");
        assertThat(broken.get(RELEASE)).contains("by the field " + OneContext.class.getName() + ".only");
    }

    @Test
    void findsAFreshContextThatIsNotUsable() {
        class Unusable extends Sound {
            @Override
            public boolean usable(StringBuilder context) {
                return context.length() > 0;
            }
        }
        assertBreaks(broken(Unusable::new), CONTEXT, "usable says false of a context that was just started");
    }

    /** Keeps what belongs to a call in a field. */
    static final class SharedField extends Sound {
        private volatile String name = "";

        @Override
        public void run(StringBuilder context, Request request, Response response) throws Exception {
            name = request.query("name").orElse("");
            Thread.yield();
            response.text(name);
        }
    }

    @Test
    void findsWhatCallsHaveOfEachOther() {
        assertBreaks(
                broken(SharedField::new),
                OVERLAP,
                "is answered 200 ",
                "beside other calls",
                "keep what belongs to a call");
    }

    /** Takes an interrupt for nothing. */
    static final class Deaf extends Sound {
        @Override
        void answer(StringBuilder context, Response response) {
            try {
                new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // As many do.
            }
            response.text("done");
        }
    }

    @Test
    void findsAnInterruptThatIsSwallowed() {
        assertBreaks(broken(Deaf::new), INTERRUPT, "run returned for GET /?name=Ada as if its thread had not been");
    }

    /** Goes on, whatever is asked of it, until somebody ends it. */
    static final class Endless extends Sound {
        static final CountDownLatch END = new CountDownLatch(1);

        @Override
        void answer(StringBuilder context, Response response) {
            boolean interrupted = Thread.interrupted();
            while (interrupted && END.getCount() > 0) {
                Thread.onSpinWait();
            }
            response.text("done");
        }
    }

    @Test
    void findsARunThatGoesOnAfterItsInterrupt() {
        try {
            assertBreaks(
                    broken(Endless::new), INTERRUPT, "run, interrupted for GET /?name=Ada, has not returned for 5 s");
        } finally {
            Endless.END.countDown();
        }
    }

    /** Tries to write again and again, though nobody reads. */
    static final class Stubborn extends Sound {
        @Override
        void answer(StringBuilder context, Response response) throws IOException {
            OutputStream stream = response.stream();
            for (boolean written = false; !written && !Thread.currentThread().isInterrupted(); ) {
                try {
                    stream.write(context.toString().getBytes(StandardCharsets.UTF_8));
                    written = true;
                } catch (IOException e) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void findsARunThatGoesOnWithoutItsClient() {
        assertBreaks(
                broken(Stubborn::new),
                GONE,
                "run, whose client has gone, for GET /?name=Ada, has not returned for 5 s");
    }

    /** Answers when it is stopped. */
    static final class Late extends Sound {
        private volatile Response last;

        @Override
        void answer(StringBuilder context, Response response) throws Exception {
            super.answer(context, response);
            last = response;
        }

        @Override
        public void stop(StringBuilder context) {
            try {
                last.text("more");
            } catch (RuntimeException tooLate) {
                // Nobody sees it.
            }
        }
    }

    /** Streams on by a thread that it does not wait for. */
    static final class LateStream extends Sound {
        @Override
        void answer(StringBuilder context, Response response) throws Exception {
            OutputStream stream = response.stream();
            CountDownLatch returned = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            returned.await();
                            for (int i = 0; i < 1000; i++) {
                                LockSupport.parkNanos(100_000);
                                stream.write(1);
                            }
                        } catch (IOException | RuntimeException | InterruptedException tooLate) {
                            // Nobody sees it.
                        }
                    },
                    "late");
            thread.start();
            returned.countDown();
        }
    }

    @Test
    void findsAnAnswerAfterRun() {
        assertBreaks(broken(Late::new), LATE, "A response was used after its run had returned", "Response.text by ");
        assertThat(broken(LateStream::new).get(LATE)).contains("Response.stream().write by the thread late");
    }

    /** Keeps contexts in a static. */
    static final class Hoarder extends Sound {
        private static final Map<Integer, StringBuilder> ALL = new ConcurrentHashMap<>();

        @Override
        public StringBuilder start() {
            StringBuilder context = new StringBuilder();
            ALL.put(System.identityHashCode(context), context);
            return context;
        }
    }

    @Test
    void findsContextsThatAreKept() {
        assertBreaks(
                broken(Hoarder::new),
                RELEASE,
                "Contexts can be reached after their stop, by the field " + Hoarder.class.getName() + ".ALL");
    }

    /** Starts a thread with each context, and ends them with the function. */
    static final class ThreadEach extends Sound {
        private final List<Thread> threads = new ArrayList<>();

        @Override
        public synchronized StringBuilder start() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "each");
            threads.add(thread);
            thread.start();
            return new StringBuilder();
        }

        @Override
        public synchronized void close() {
            threads.forEach(Thread::interrupt);
        }
    }

    @Test
    void findsAStartWithoutItsStop() {
        assertBreaks(
                broken(ThreadEach::new),
                BALANCE,
                "Each start leaves a thread that its stop does not end, such as each");
    }

    /** Opens a file with each context. */
    static final class FileEach extends Sound {
        private final List<FileInputStream> files = new ArrayList<>();

        @Override
        public synchronized StringBuilder start() throws IOException {
            Path file = Files.createTempFile("contract", ".txt");
            files.add(new FileInputStream(file.toFile()));
            Files.delete(file);
            return new StringBuilder();
        }

        @Override
        public synchronized void close() throws IOException {
            for (FileInputStream file : files) {
                file.close();
            }
        }
    }

    @Test
    void findsAFileThatStopDoesNotClose() {
        assertBreaks(
                broken(FileEach::new), BALANCE, "Each start opens a file or a socket that its stop does not close");
    }

    /** Remembers by thread. */
    static final class Remembers extends Sound {
        private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[10]);

        @Override
        void answer(StringBuilder context, Response response) {
            response.text(context + " " + BUFFER.get().length);
        }
    }

    @Test
    void findsAThreadLocalThatIsLeft() {
        assertBreaks(
                broken(Remembers::new),
                LOCAL,
                "A ThreadLocal is left on the thread after run: that of the field " + Remembers.class.getName()
                        + ".BUFFER, with [B");
    }

    /** Remembers an object of its own classes by thread. */
    static final class RemembersItself extends Sound {

        private record Last(String text) {}

        private static final ThreadLocal<Last> LAST = new ThreadLocal<>();

        @Override
        void answer(StringBuilder context, Response response) {
            LAST.set(new Last(context.toString()));
            response.text(LAST.get().text());
        }
    }

    @Test
    void findsAThreadLocalThatKeepsTheClassLoader() {
        Map<String, String> broken = broken(RemembersItself::new);
        assertThat(broken).containsOnlyKeys(LOCAL, LOADER);
        assertThat(broken.get(LOCAL))
                .contains("RemembersItself.LAST, with " + RemembersItself.class.getName() + "$Last");
        assertThat(broken.get(LOADER)).contains("look for a ThreadLocal that is not removed");
    }

    /** Starts a thread and forgets it. */
    static final class Forgetful extends Sound {
        static final CountDownLatch END = new CountDownLatch(1);

        @Override
        public void init(Setup setup) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            END.await(100, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "forgotten");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Test
    void findsAThreadThatIsLeft() {
        Map<String, String> broken = broken(Forgetful::new);
        Forgetful.END.countDown();
        assertThat(broken).containsOnlyKeys(THREAD, LOADER);
        assertThat(broken.get(THREAD)).startsWith("1 threads of the function are alive after close: forgotten at ");
        assertThat(broken.get(LOADER)).contains("; the thread forgotten at ");
    }

    /** Registers itself where it is never taken out. */
    static final class Registered extends Sound {
        @Override
        public void init(Setup setup) {
            System.getProperties().put("dev.effe.test.contract", this);
        }
    }

    @Test
    void findsAClassLoaderThatIsKept() {
        try {
            assertBreaks(broken(Registered::new), LOADER, "The function's class loader can be reached after close");
        } finally {
            System.getProperties().remove("dev.effe.test.contract");
        }
    }
}
