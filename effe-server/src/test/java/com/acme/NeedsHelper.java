package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Needs a class of another jar, prints where only JSON belongs, and leaves a thread behind. */
public class NeedsHelper implements Logic<Object> {

    private final Helper helper = new Helper();

    @Override
    public Object start() {
        return helper;
    }

    @Override
    public void run(Object context, Request request, Response response) {}

    /** The class that the jar may lack. */
    public static class Helper {
        public Helper() {
            System.out.println("This is no JSON");
            new Thread(NeedsHelper::park, "not-a-daemon").start();
        }
    }

    private static void park() {
        while (true) {
            java.util.concurrent.locks.LockSupport.park();
        }
    }
}
