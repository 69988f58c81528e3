package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.concurrent.CountDownLatch;

/** Cannot be made in time. */
public class HangingConstructor implements Logic<Object> {

    public HangingConstructor() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {}
}
