package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says most at debug: /well, /fail, and /wait, which goes on at the next /release. */
public final class Whispering implements Logic<Object> {

    private static final Logger log = LoggerFactory.getLogger(Whispering.class);
    private static final java.util.logging.Logger javaLog = java.util.logging.Logger.getLogger("whispering");

    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) throws InterruptedException {
        String path = request.path();
        log.info("{} is told", path);
        log.debug("{} is whispered", path);
        log.atDebug().log("{} is whispered fluently", path);
        javaLog.log(Level.FINE, "{0} is whispered to Java", path);
        log.trace("{} is thought", path);
        switch (path) {
            case "/fail" -> throw new IllegalStateException("meant by the test");
            case "/wait" -> {
                released.await();
                log.debug("{} goes on", path);
            }
            case "/release" -> released.countDown();
            default -> {}
        }
        response.text(path);
    }
}
