package dev.effe.compat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The work that both functions of these tests do with an event. */
final class Commands {

    private Commands() {}

    static Object answer(Map<String, Object> event) throws InterruptedException {
        if (event.containsKey("fail")) {
            throw new IllegalStateException(event.get("fail").toString());
        }
        if (event.containsKey("hang")) {
            new CountDownLatch(1).await();
        }
        if (event.containsKey("large")) {
            return "x".repeat(((Number) event.get("large")).intValue());
        }
        System.out.println("Answering");
        return event.containsKey("list") ? List.of(1, 2) : event;
    }
}
