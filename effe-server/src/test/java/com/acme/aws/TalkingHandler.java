package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Says the event's text, or does what it says, in each way that a handler can say something. */
public final class TalkingHandler implements RequestHandler<String, String> {

    private static final CountDownLatch LATE = new CountDownLatch(1);

    @Override
    public String handleRequest(String text, Context context) {
        switch (text) {
            case "throw" -> throw new IllegalStateException("meant by the test", new RuntimeException("its cause"));
            case "hang" -> {
                while (true) {
                    Thread.onSpinWait(); // No interrupt ends it.
                }
            }
            case "late" -> {
                Thread late = new Thread(() -> {
                    await(LATE);
                    System.out.println("late on a thread of an earlier call");
                });
                late.start();
            }
            case "release" -> LATE.countDown();
            case "levels" -> {
                for (LogLevel level : LogLevel.values()) {
                    context.getLogger().log("a line of " + level, level);
                }
                context.getLogger().log("bytes\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                context.getLogger().log("\"two\"\nlines");
            }
            default -> say(text, context);
        }
        return "said";
    }

    private static void say(String text, Context context) {
        context.getLogger().log(text + " LambdaLogger");
        LoggerFactory.getLogger("talk").info("{} SLF4J", text);
        System.out.println(text + " System.out");
        System.err.println(text + " System.err");
        new IllegalStateException(text + " printStackTrace").printStackTrace();
        java.util.logging.Logger.getLogger("talk").info(text + " java.util.logging");
        System.getLogger("talk").log(System.Logger.Level.INFO, text + " System.Logger");
        ExecutorService own = Executors.newSingleThreadExecutor();
        CompletableFuture.runAsync(() -> LoggerFactory.getLogger("talk").info("{} thread", text), own)
                .join();
        CompletableFuture.runAsync(() -> System.out.println(text + " thread's System.out"), own)
                .join();
        own.shutdown();
        MDC.clear();
        LoggerFactory.getLogger("talk").info("{} MDC.clear", text);
        LoggerFactory.getLogger("talk").error("{} stack", text, new IllegalStateException("logged"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
