package com.acme;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Setup;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function that leaves its classes wherever Java and the server keep some: caches, pools, ThreadLocals, the log. */
public final class Rich implements JsonLogic<Rich.Context, Rich.Input, Rich.Output> {

    private static final Logger log = LoggerFactory.getLogger(Rich.class);
    private static final java.util.logging.Logger javaLog = java.util.logging.Logger.getLogger("rich");
    private static final ThreadLocal<Input> LAST = new ThreadLocal<>();

    /** A context. */
    public record Context(String name) {}

    /** A body. */
    public record Input(String text, List<Item> items) {}

    /** A part of it. */
    public record Item(int number, Kind kind) {}

    /** An enum, whose values JSON knows. */
    public enum Kind {
        SMALL,
        LARGE
    }

    /** An answer. */
    public record Output(String text, int sum) {}

    /** Its exception, of a class of its own. */
    public static final class RichException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RichException(String message) {
            super(message);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(Setup setup) throws IntrospectionException {
        Map<String, Object> hooks = (Map<String, Object>) System.getProperties().get("effe.test.hooks");
        ((Collection<Object>) hooks.get("loaders"))
                .add(new WeakReference<>(getClass().getClassLoader()));
        Introspector.getBeanInfo(Context.class);
        try {
            ResourceBundle.getBundle("com.acme.missing");
        } catch (MissingResourceException e) {
            log.debug("as expected", e);
        }
    }

    @Override
    public Context start() {
        return new Context("rich");
    }

    @Override
    public Output handle(Context context, Input input, Invocation call) {
        LAST.set(input);
        if (input.text().equals("fail")) {
            throw new RichException("meant by the test");
        }
        int sum = IntStream.range(0, 1000).parallel().map(i -> i % 3).sum();
        String later = CompletableFuture.supplyAsync(() -> new Context(input.text()))
                .thenApply(Context::name)
                .join();
        javaLog.log(Level.FINE, "{0}", context);
        return new Output(
                later, sum + input.items().stream().mapToInt(Item::number).sum());
    }
}
