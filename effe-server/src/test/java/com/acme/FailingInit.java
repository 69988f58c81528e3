package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.IOException;
import java.sql.DriverManager;

/** A function whose init, or whose start, fails as its configuration says. */
public class FailingInit implements Logic<Object> {

    private String start = "";

    @Override
    public void init(Setup setup) throws Exception {
        start = setup.config("start").orElse("");
        fail(setup.config("init").orElse(""), setup);
    }

    private static void fail(String how, Setup setup) throws Exception {
        switch (how) {
            case "causes" -> throw new IllegalStateException("cannot connect", new IOException("db is down\nfor good"));
            case "wrapped" -> throw new RuntimeException(new IOException("http://me:hunter2@db: refused"));
            case "required" -> setup.required("db.url");
            case "driver" -> DriverManager.getConnection("jdbc:none:x").close();
            case "class" -> Class.forName("org.example.Missing");
            case "error" -> throw new AssertionError();
            default -> {}
        }
    }

    @Override
    public Object start() throws Exception {
        fail(start, null);
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {}
}
