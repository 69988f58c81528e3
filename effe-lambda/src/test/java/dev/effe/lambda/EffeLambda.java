package dev.effe.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.effe.Logic;
import dev.effe.Setup;
import dev.effe.lambda.runtime.http.RecordedAnswer;
import dev.effe.spi.FunctionErrorException;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URLClassLoader;
import java.util.Optional;

/** A handler as Effe serves it, with one context. */
final class EffeLambda implements AutoCloseable {

    private static final Setup SETUP = (Setup) Proxy.newProxyInstance(
            Setup.class.getClassLoader(), new Class<?>[] {Setup.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final URLClassLoader loader;
    private final Logic<Object> logic;
    private Object context;

    private EffeLambda(URLClassLoader loader, Logic<Object> logic) {
        this.loader = loader;
        this.logic = logic;
    }

    static EffeLambda of(TaskRoot root, String handler) throws Exception {
        return of(root, handler, 1);
    }

    static EffeLambda of(TaskRoot root, String handler, int maxContexts) throws Exception {
        return of(root, handler, maxContexts, false);
    }

    /** With one instance for all contexts. */
    static EffeLambda sharing(TaskRoot root, String handler) throws Exception {
        return of(root, handler, 9, true);
    }

    @SuppressWarnings("unchecked")
    private static EffeLambda of(TaskRoot root, String handler, int maxContexts, boolean shares) throws Exception {
        URLClassLoader loader = root.loader();
        HttpEvents http = new HttpEvents(HttpEvents.Shape.V2, false);
        HandlerSpec spec =
                new HandlerSpec(handler, Optional.empty(), root.folder(), maxContexts, shares, http, true, loader);
        return new EffeLambda(loader, (Logic<Object>) new LambdaProvider().provide(spec));
    }

    EffeLambda init() throws Exception {
        return within(() -> {
            logic.init(SETUP);
            return start();
        });
    }

    /** Goes on with another context. */
    EffeLambda start() throws Exception {
        return within(() -> {
            context = logic.start();
            return this;
        });
    }

    /** Ends a context. */
    void stop(Object started) throws Exception {
        within(() -> {
            logic.stop(started);
            return null;
        });
    }

    /** Goes on with this context. */
    void use(Object started) {
        context = started;
    }

    Logic<Object> logic() {
        return logic;
    }

    Object context() {
        return context;
    }

    URLClassLoader loader() {
        return loader;
    }

    /** The payload that the caller gets, and whether it is a function error. */
    RuntimeApiStub.Answer call(FakeInvoke request) throws Exception {
        return within(() -> {
            RecordedAnswer response = new RecordedAnswer();
            try {
                logic.run(context, request, response);
                return new RuntimeApiStub.Answer("response", response.body().getBytes(ISO_8859_1));
            } catch (FunctionErrorException e) {
                return new RuntimeApiStub.Answer("error", e.payload());
            }
        });
    }

    /** A piece of a test. */
    interface Step<T> {
        T run() throws Exception;
    }

    private <T> T within(Step<T> step) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return step.run();
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
        ((URLClassLoader) loader.getParent()).close();
    }
}
