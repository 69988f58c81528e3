package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.crac.Resource;

/** Counts its calls, its instances, and the snapshots that it is told of; "!" makes it fail. */
public final class Counting implements RequestHandler<String, List<Integer>>, Resource {

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final int instance = INSTANCES.incrementAndGet();
    private int calls;
    private int checkpoints;
    private int restores;

    public Counting() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        checkpoints = restores + 1;
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        restores = checkpoints;
    }

    @Override
    public List<Integer> handleRequest(String input, Context context) {
        calls++;
        if (input.equals("!")) {
            throw new IllegalStateException("meant");
        }
        return List.of(instance, calls, checkpoints, restores);
    }
}
