package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A function that says its version, which a test writes into its class file. What a test wants of it stands in the system
 * properties, the only thing that both see: "init v00001" and the like are called, and loaders are told to "loaders".
 */
public final class Versioned implements Logic<String> {

    private static final String VERSION = "v00000";

    @Override
    public void init(Setup setup) throws Exception {
        Object loaders = hooks().get("loaders");
        if (loaders instanceof Collection<?>) {
            @SuppressWarnings("unchecked")
            Collection<Object> told = (Collection<Object>) loaders;
            told.add(new WeakReference<>(getClass().getClassLoader()));
        }
        call("init");
    }

    @Override
    public String start() throws Exception {
        call("start");
        return VERSION;
    }

    @Override
    public void run(String context, Request request, Response response) throws Exception {
        String path = request.path();
        if (path.equals("/functions/other")) {
            response.text(VERSION + " " + request.functions().call("other", null, String.class));
        } else if (path.equals("/stream")) {
            OutputStream stream = response.stream();
            stream.write((VERSION + " began\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
            call("stream");
            stream.write((context + " ended\n").getBytes(StandardCharsets.UTF_8));
        } else if (request.method().equals("POST")) {
            call("run");
            response.json(VERSION + " " + context);
        } else {
            if (path.length() > 1) {
                call(path.substring(1));
            }
            response.text(VERSION + " " + context);
        }
    }

    @Override
    public void stop(String context) throws Exception {
        call("stop");
    }

    @Override
    public void close() throws Exception {
        call("close");
    }

    private static void call(String what) throws Exception {
        Object hook = hooks().get(what + " " + VERSION);
        if (hook instanceof Callable<?>) {
            ((Callable<?>) hook).call();
        }
    }

    private static Map<?, ?> hooks() {
        return (Map<?, ?>) System.getProperties().get("effe.test.hooks");
    }
}
