package com.acme.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.concurrent.CountDownLatch;

/** Never answers. */
public final class Hanging implements Logic<Object> {

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
