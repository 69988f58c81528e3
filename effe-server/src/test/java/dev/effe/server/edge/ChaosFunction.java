package dev.effe.server.edge;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** A function that fails as planned, keeps account of its contexts, and writes where it may not. */
final class ChaosFunction implements Logic<ChaosFunction.Context> {

    /** Made for one user at a time; its plain fields say so if it has two. */
    static final class Context {
        private final AtomicInteger users = new AtomicInteger();
        private final AtomicInteger stops = new AtomicInteger();
        private long uses;
        private @Nullable Response last;
    }

    /** Cheap to throw: what it costs to find a stack is not what this is about. */
    private static final class Planned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planned() {
            super("planned", null, false, false);
        }
    }

    private final ChaosPlan plan;
    /** The times that each request ran. */
    final AtomicIntegerArray runs;

    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    /** The findings that must never be. */
    final Queue<String> offences = new ConcurrentLinkedQueue<>();

    ChaosFunction(ChaosPlan plan, int requests) {
        this.plan = plan;
        runs = new AtomicIntegerArray(requests);
    }

    @Override
    public Context start() {
        if (plan.startFails(starts.getAndIncrement())) {
            throw new Planned();
        }
        started.incrementAndGet();
        return new Context();
    }

    @Override
    public void run(Context context, Request request, Response response) throws Exception {
        if (context.users.incrementAndGet() != 1 || context.stops.get() != 0) {
            offences.add("a context with two users, or stopped");
        }
        long uses = ++context.uses;
        try {
            writeTo(context.last);
            context.last = response;
            serve(request, response);
        } finally {
            if (context.uses != uses || context.users.decrementAndGet() != 0) {
                offences.add("another user came in between");
            }
        }
    }

    private void serve(Request request, Response response) throws Exception {
        int id = Integer.parseInt(request.path().substring(1));
        runs.incrementAndGet(id);
        if (!request.id().equals("chaos-" + id) || !Arrays.equals(request.bytes(), plan.requestBody(id))) {
            offences.add("request " + id + " has another's bytes");
        }
        switch (plan.fate(id)) {
            case SEND -> response.send(plan.answer(id));
            case STREAM -> stream(plan.answer(id), response);
            case THROW -> fail(id);
            case HANG -> hang(response);
        }
    }

    private static void fail(int id) {
        if (id % 10 == 0) {
            throw new LinkageError("planned");
        }
        throw new Planned();
    }

    private static void stream(byte[] answer, Response response) throws Exception {
        OutputStream out = response.stream();
        int middle = answer.length / 2;
        out.write(answer, 0, middle);
        out.flush();
        out.write(answer, middle, answer.length - middle);
        out.close();
    }

    private void hang(Response response) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } finally {
            writeTo(response);
        }
    }

    /** Tries to write an answer to a call that is over. */
    private void writeTo(@Nullable Response over) {
        if (over == null) {
            return;
        }
        try {
            over.header("X-Stale", "stale").text("stale");
            offences.add("an answer could be written to after its call");
        } catch (IllegalStateException expected) {
            // As promised.
        }
    }

    @Override
    public void stop(Context context) {
        if (context.stops.incrementAndGet() != 1 || context.users.get() != 0) {
            offences.add("a context stopped twice, or in use");
        }
        stopped.incrementAndGet();
    }
}
