package dev.effe.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import dev.effe.Info;
import dev.effe.lambda.runtime.http.RecordedAnswer;
import dev.effe.spi.FunctionErrorException;
import java.io.IOError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A handler as a function: its contexts, its class loaders, its log. */
final class LambdaLogicTest {

    @TempDir
    static Path folder;

    private static TaskRoot root;

    @BeforeAll
    static void unpack() throws Exception {
        root = TaskRoot.in(folder);
    }

    private static String text(RuntimeApiStub.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void eachContextIsAnInstanceOfItsOwn() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting").init()) {
            Object first = effe.context();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,1,0,0]");
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,2,0,0]");

            effe.start();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[2,1,0,0]");

            effe.use(first);
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,3,0,0]");
        }
    }

    /** Whose thread-locals the server forgets. */
    @Test
    void aCallHasTheBuffersOfTheOneBefore() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Typed$OfMap").init()) {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                FutureTask<Long> call = new FutureTask<>(() -> {
                    effe.call(FakeInvoke.of("{\"a\":1}"));
                    return threads.getThreadAllocatedBytes(
                            Thread.currentThread().getId());
                });
                new Thread(call).start();
                least = Math.min(least, call.get());
            }
            assertThat(least).isPositive().isLessThan(12 * 1024);
        }
    }

    @Test
    void allContextsAreOneInstanceWhereItIsShared() throws Exception {
        try (EffeLambda effe = EffeLambda.sharing(root, "com.acme.Counting").init()) {
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,1,0,0]");

            effe.start();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,2,0,0]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Closing", "Closing$Streamed", "Closing$Named::call"})
    void anInstanceThatCanBeClosedIsClosedAtItsStop(String handler) throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme." + handler).init()) {
            Object first = effe.context();
            effe.start();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("0");
            effe.stop(first);
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("1");
            effe.logic().close();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("1");
        }
    }

    @Test
    void aSharedInstanceIsClosedOnceInTheEnd() throws Exception {
        try (EffeLambda effe =
                EffeLambda.sharing(root, "com.acme.Closing").init().start()) {
            effe.stop(effe.context());
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("0");
            effe.logic().close();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("1");
        }
    }

    /** As where min-contexts is 0. */
    @Test
    void anInstanceThatNoContextTookIsClosedInTheEnd() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Closing").init()) {
            Object first = effe.context();
            effe.logic().init(null);
            effe.logic().close();
            effe.use(first);
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("1");
        }
    }

    @Test
    void hooksAreToldOfASnapshotThatThereIs() throws Exception {
        String type = "AWS_LAMBDA_INITIALIZATION_TYPE";
        ProcessVariables.add(Map.of(type, "snap-start"));
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting").init();
                EffeLambda failing = EffeLambda.of(root, "com.acme.Closing$Hooked")) {
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,1,1,1]");
            effe.start();
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[2,1,1,1]");
            assertThatThrownBy(failing::init).hasMessage("no snapshot");
        } finally {
            ProcessVariables.add(Map.of(type, "on-demand"));
        }
        try (EffeLambda failing = EffeLambda.of(root, "com.acme.Closing$Hooked").init()) {
            assertThat(text(failing.call(FakeInvoke.of("\"a\"")))).isEqualTo("0");
        }
    }

    @Test
    void anExceptionKeepsItsContext() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting").init()) {
            FakeInvoke request = FakeInvoke.of("\"!\"");
            assertThatThrownBy(() -> effe.logic().run(effe.context(), request, new RecordedAnswer()))
                    .isInstanceOf(FunctionErrorException.class)
                    .hasMessage("meant")
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .satisfies(failure -> assertThat(effe.logic().reusable(effe.context(), failure))
                            .isTrue());
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("[1,2,0,0]");
        }
    }

    @Test
    void whatEndsAProcessOnAwsEndsTheContext() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting").init()) {
            for (Throwable fatal : List.of(new StackOverflowError(), new IOError(new IOException()))) {
                Throwable failure = new FunctionErrorException(new byte[0], "", fatal);
                assertThat(effe.logic().reusable(effe.context(), failure)).isFalse();
            }
        }
    }

    @Test
    void tellsItsPayloadAsJson() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting").init()) {
            RecordedAnswer response = new RecordedAnswer();
            effe.logic().run(effe.context(), FakeInvoke.of("\"a\""), response);
            assertThat(response.headers).containsExactly("Content-Type: application/json");
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void tellsWhatItIsWithoutInit() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Broken$ConstructorThrows")) {
            Info info = effe.logic().info();
            assertThat(info.name()).isEqualTo(System.getenv("AWS_LAMBDA_FUNCTION_NAME"));
            assertThat(info.doc()).isEqualTo("AWS Lambda handler com.acme.Broken$ConstructorThrows");
        }
    }

    @Test
    void aConstructorThatThrowsEndsTheStart() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Broken$ConstructorThrows")) {
            assertThatThrownBy(effe::init)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no instance today");
        }
    }

    /** On AWS the function is there and each call of it fails. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Missing | there is no class com.acme.Missing",
                "Typed$OfNothing | com.acme.Typed$OfNothing does not say what it takes and returns",
                "Typed$Raw | com.acme.Typed$Raw does not say what it takes and returns",
                "Typed$OfOneParameter | write implements RequestHandler<Input, Output>",
                "Broken$NoHandler | implements neither RequestHandler nor RequestStreamHandler: no method of it can be one",
                "Generic$Inherits | name com.acme.Generic$Inherits::handle with --handler",
                "Broken$NeedsArgument | com.acme.Broken$NeedsArgument has no public constructor without arguments: add one",
                "Broken$Inner | com.acme.Broken$Inner is an inner class: make it static",
                "Broken$Abstract | com.acme.Broken$Abstract is abstract: name a class that is not",
                "Broken$Hidden | com.acme.Broken$Hidden is not public: make it public",
                "Broken$Hidden::handleRequest | com.acme.Broken$Hidden is not public: make it public",
                "Broken$Native | com.acme.Broken$Native is a dev.effe.Logic: name it with --logic",
                "Streams::nope | com.acme.Streams has no method nope: name com.acme.Streams::handleRequest with --handler",
                "Methods::missing | com.acme.Methods has no method missing: name com.acme.Methods::context or ",
                "Methods::bad | com.acme.Methods::bad takes what AWS Lambda does not give",
                "Methods::hidden | com.acme.Methods::hidden is not public: make it public, or name com.acme.Methods::",
            })
    void aHandlerThatCannotBeEndsTheStart(String handler, String why) throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme." + handler)) {
            assertThatThrownBy(effe::init).hasMessageContaining(why);
        }
    }

    @Test
    void twoSerializersOfTheHandlersOwnEndTheStart() throws Exception {
        TaskRoot two = TaskRoot.in(folder.resolve("two")).serializers("com.acme.Shouting", "com.acme.Shouting$Second");
        try (EffeLambda effe = EffeLambda.of(two, "com.acme.Typed$OfMap")) {
            assertThatThrownBy(effe::init).hasMessageContaining("several serializers");
        }
    }

    @Test
    void eachLogCallIsARecord() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("com.acme.Logging");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO); // That of a server which was told nothing.
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Logging").init()) {
            assertThat(text(effe.call(FakeInvoke.of("\"a\"")))).isEqualTo("null");
        } finally {
            log.detachAppender(appender);
        }

        assertThat(appender.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        tuple(Level.INFO, "one"),
                        tuple(Level.INFO, "two\nlines"),
                        tuple(Level.INFO, "bytes"),
                        tuple(Level.TRACE, "trace"),
                        tuple(Level.DEBUG, "debug"),
                        tuple(Level.WARN, "warn {}"),
                        tuple(Level.ERROR, "fatal"),
                        tuple(Level.INFO, "null"),
                        tuple(Level.INFO, "without a context"));
    }

    @Test
    void theTraceIsASystemPropertyOnlyWhereItCannotBeAnothers() throws Exception {
        FakeInvoke traced =
                new FakeInvoke("{}".getBytes(StandardCharsets.UTF_8), Map.of("Lambda-Runtime-Trace-Id", "Root=1"));
        try (EffeLambda alone = EffeLambda.of(root, "com.acme.Contexts", 1).init();
                EffeLambda several = EffeLambda.of(root, "com.acme.Contexts", 2).init()) {
            assertThat(text(alone.call(traced)))
                    .contains("\"trace\":\"Root=1\"")
                    .contains("\"traceProperty\":\"Root=1\"");
            assertThat(System.getProperty("com.amazonaws.xray.traceHeader")).isNull();
            assertThat(text(several.call(traced)))
                    .contains("\"trace\":\"Root=1\"")
                    .doesNotContain("traceProperty");
        }
    }

    @Test
    void eachFunctionHasAwssClassesToItself() throws Exception {
        String serializers = "com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers";
        try (EffeLambda one = EffeLambda.of(root, "com.acme.Events$Sqs").init();
                EffeLambda two = EffeLambda.of(root, "com.acme.Events$Sqs").init()) {
            for (String name : List.of(serializers, "com.amazonaws.services.lambda.runtime.Context")) {
                Class<?> type = one.loader().loadClass(name);
                assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
                assertThat(type.getClassLoader()).isSameAs(one.loader().getParent());
                assertThat(two.loader().loadClass(name)).isNotSameAs(type);
            }
            String event = "com.amazonaws.services.lambda.runtime.events.SQSEvent";
            assertThat(one.loader().loadClass(event).getClassLoader()).isSameAs(one.loader());
        }
    }

    @Test
    void handlersSeeNothingElseBesideTheServer() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Counting")) {
            for (String hidden : List.of(
                    "dev.effe.lambda.LambdaProvider",
                    "org.junit.jupiter.api.Test",
                    "ch.qos.logback.classic.Logger",
                    "com.amazonaws.services.lambda.runtime.api.client.AWSLambda")) {
                assertThat(Class.forName(hidden, false, getClass().getClassLoader()))
                        .isNotNull();
                assertThatThrownBy(() -> effe.loader().loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
                String file = hidden.replace('.', '/') + ".class";
                assertThat(effe.loader().getResource(file)).isNull();
                assertThat(effe.loader().getResources(file).hasMoreElements()).isFalse();
            }
        }
    }

    @Test
    void canBeCollectedOnceItIsClosed() throws Exception {
        // As the server's workers do, the thread ends: Jackson keeps buffers in thread-locals.
        CompletableFuture<WeakReference<ClassLoader>> loaded = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                loaded.complete(loadCallAndClose());
            } catch (Exception | AssertionError e) {
                loaded.completeExceptionally(e);
            }
        });
        worker.start();
        worker.join();
        WeakReference<ClassLoader> loader = loaded.get();

        for (int i = 0; i < 50 && loader.get() != null; i++) {
            byte[] garbage = new byte[1024 * 1024];
            System.gc();
            Reference.reachabilityFence(garbage);
        }

        assertThat(loader.get()).isNull();
    }

    /** With an event, whose classes AWS's serialization keeps in static caches. */
    private static WeakReference<ClassLoader> loadCallAndClose() throws Exception {
        try (EffeLambda effe = EffeLambda.of(root, "com.acme.Events$Sqs").init()) {
            assertThat(text(effe.call(FakeInvoke.of(Samples.SQS)))).contains("Test message.");
            return new WeakReference<>(effe.loader());
        }
    }
}
