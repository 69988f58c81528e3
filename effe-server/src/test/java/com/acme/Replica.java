package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The function behind the proxies: says who it is, where it was called and by whom; echoes what is posted to it. */
public class Replica implements Logic<Object> {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private String name = "";

    @Override
    public void init(Setup setup) {
        name = setup.required("name");
    }

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        if (!request.method().equals("POST")) {
            String client = request.remoteAddress().getAddress().getHostAddress();
            response.text(name + " " + request.path() + " " + client);
            return;
        }
        if (request.path().equals("/slow")) {
            NEVER.await(300, TimeUnit.MILLISECONDS);
        }
        response.send(request.bytes());
    }
}
