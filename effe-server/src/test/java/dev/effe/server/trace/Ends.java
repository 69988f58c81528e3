package dev.effe.server.trace;

import dev.effe.Event;
import dev.effe.Request;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests and their ends, of nothing but values. */
final class Ends {

    private Ends() {}

    /** A request that says only what a trace asks of it. */
    static Request request(String id, String target, @Nullable String traceparent, @Nullable Event event) {
        return (Request) Proxy.newProxyInstance(
                Ends.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> id;
                    case "method" -> "GET";
                    case "target" -> target;
                    case "route" -> Optional.empty();
                    case "traceparent" -> Optional.ofNullable(traceparent);
                    case "event" -> Optional.ofNullable(event);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static EndedInvocation after(Duration queue, Duration start, Duration run, Outcome outcome) {
        return new EndedInvocation() {
            @Override
            public Kind kind() {
                return Kind.REQUEST;
            }

            @Override
            public String function() {
                return "hello";
            }

            @Override
            public String id() {
                return "r";
            }

            @Override
            public @Nullable String traceparent() {
                return null;
            }

            @Override
            public Outcome outcome() {
                return outcome;
            }

            @Override
            public boolean hasRun() {
                return !run.isZero();
            }

            @Override
            public long contextId() {
                return 7;
            }

            @Override
            public long queueNanos() {
                return queue.toNanos();
            }

            @Override
            public long startNanos() {
                return start.toNanos();
            }

            @Override
            public long runNanos() {
                return run.toNanos();
            }

            @Override
            public long totalNanos() {
                return queue.plus(start).plus(run).toNanos();
            }
        };
    }
}
