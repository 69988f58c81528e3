package dev.effe.server.kit;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A function that writes its calls down, and does in them what a test wants. Its contexts are numbers. */
public class RecordingLogic implements Logic<Integer> {

    /** The action of a test in run. */
    @FunctionalInterface
    public interface Handler {
        void handle(Request request, Response response) throws Exception;
    }

    public final List<String> calls = new CopyOnWriteArrayList<>();
    /** The context class loader of each call. */
    public final List<ClassLoader> loaders = new CopyOnWriteArrayList<>();

    private final AtomicInteger contexts = new AtomicInteger();
    private final Handler handler;

    public RecordingLogic(Handler handler) {
        this.handler = handler;
    }

    public static RecordingLogic hello() {
        return new RecordingLogic((request, response) -> response.text("hello"));
    }

    @Override
    public void init(Setup setup) throws Exception {
        record("init");
    }

    @Override
    public Integer start() throws Exception {
        int number = contexts.incrementAndGet();
        record("start " + number);
        return number;
    }

    @Override
    public void run(Integer number, Request request, Response response) throws Exception {
        record("run " + number);
        handler.handle(request, response);
    }

    @Override
    public void stop(Integer number) {
        record("stop " + number);
    }

    @Override
    public void close() {
        record("close");
    }

    private void record(String call) {
        loaders.add(Thread.currentThread().getContextClassLoader());
        calls.add(call);
    }
}
