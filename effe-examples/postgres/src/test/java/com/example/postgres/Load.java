package com.example.postgres;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Many clients at once, each sending one request after the other. */
final class Load {

    private final CountDownLatch running;
    private final AtomicInteger failures = new AtomicInteger();

    private Load(int clients) {
        running = new CountDownLatch(clients);
    }

    static Load start(int clients, BooleanSupplier request, int times) {
        Load load = new Load(clients);
        for (int i = 0; i < clients; i++) {
            new Thread(() -> load.send(request, times)).start();
        }
        return load;
    }

    private void send(BooleanSupplier request, int times) {
        try {
            for (int i = 0; i < times; i++) {
                if (!request.getAsBoolean()) {
                    failures.incrementAndGet();
                }
            }
        } finally {
            running.countDown();
        }
    }

    boolean isOver() {
        return running.getCount() == 0;
    }

    int failures() {
        return failures.get();
    }
}
