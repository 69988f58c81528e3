package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/** Says by which class loader threads of the common pool look for classes, and asks for its driver in one of them. */
public class Pooled implements Logic<Void> {

    private final ClassLoader own = getClass().getClassLoader();
    private final List<String> early =
            ForkJoinPool.commonPool().submit(this::look).join();

    @Override
    public Void start() {
        return null;
    }

    @Override
    public void run(Void context, Request request, Response response) throws Exception {
        response.text(early + " " + ForkJoinPool.commonPool().submit(this::look).get() + " "
                + CompletableFuture.supplyAsync(this::look).get() + " "
                + List.of(1, 2, 3, 4, 5, 6, 7, 8).parallelStream().allMatch(i -> looksHere()));
    }

    private List<String> look() {
        try {
            return List.of(
                    Boolean.toString(looksHere()),
                    java.sql.DriverManager.getDriver("jdbc:acme:x").getClass().getSimpleName());
        } catch (SQLException e) {
            return List.of(e.getMessage());
        }
    }

    private boolean looksHere() {
        return Thread.currentThread().getContextClassLoader() == own;
    }
}
