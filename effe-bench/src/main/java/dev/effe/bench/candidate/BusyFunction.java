package dev.effe.bench.candidate;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CountDownLatch;

/** Waits 10 ms or 100, computes for about 1 ms or 10, or never ends unless it is interrupted. */
public final class BusyFunction implements Logic<Object> {

    private static final int WAIT_MILLIS = 10;
    /** About 1 ms of a processor: work, not time, so that sharing the processor makes it slower. */
    private static final int HASHES = 1500;

    private static final int LONGER = 10;

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/wait" -> Thread.sleep(WAIT_MILLIS);
            case "/wait-long" -> Thread.sleep(LONGER * WAIT_MILLIS);
            case "/compute" -> response.header("X-Hash", Integer.toString(compute(HASHES)[0]));
            case "/compute-long" -> response.header("X-Hash", Integer.toString(compute(LONGER * HASHES)[0]));
            case "/hang" -> hang(response);
            default -> {}
        }
        response.text(request.id());
    }

    private static byte[] compute(int hashes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] hash = new byte[256];
        for (int i = 0; i < hashes; i++) {
            hash = digest.digest(hash);
        }
        return hash;
    }

    /** Also tries to write what must never be read. */
    private static void hang(Response response) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } finally {
            response.text("stale");
        }
    }
}
