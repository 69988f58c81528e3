package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The function of the process tests: does what its configuration and the path of a request say, and writes it down. */
public class Acme implements Logic<Integer> {

    private static final Logger log = LoggerFactory.getLogger(Acme.class);
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final List<byte[]> LEAK = new ArrayList<>();

    private final AtomicInteger contexts = new AtomicInteger();
    private Path calls = Path.of("/dev/null");

    @Override
    public void init(Setup setup) throws Exception {
        calls = Path.of(setup.config("calls").orElse("/dev/null"));
        write("init");
        switch (setup.config("init").orElse("")) {
            case "throw" -> throw new IOException("no disk\nhere");
            case "hang" -> NEVER.await();
            case "exit" -> System.exit(3);
            case "threads" -> {
                new Thread(Acme::spin, "not-a-daemon").start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> write("hook")));
            }
            default -> log.info("Config {}", setup.config("key").orElse("none"));
        }
    }

    @Override
    public Integer start() {
        int number = contexts.incrementAndGet();
        write("start " + number);
        return number;
    }

    @Override
    public void run(Integer number, Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/echo" -> {
                pause(20 + number % 30);
                response.send(request.bytes());
            }
            case "/second" -> {
                write("second");
                pause(1000);
                response.text("done");
            }
            case "/never" -> {
                write("never");
                NEVER.await();
            }
            case "/spin" -> spin();
            case "/exit" -> System.exit(3);
            case "/oversized" -> LEAK.add(new byte[Integer.MAX_VALUE]);
            case "/exhaust" -> {
                while (true) {
                    LEAK.add(new byte[64 * 1024]);
                }
            }
            case "/stream" -> {
                try (OutputStream out = response.stream()) {
                    out.write(new byte[10_000_000]);
                }
            }
            default -> response.text("Hello from " + getClass().getSimpleName() + "\n");
        }
    }

    @Override
    public void stop(Integer number) {
        write("stop " + number);
    }

    @Override
    public void close() {
        write("close");
    }

    private static void pause(long millis) throws InterruptedException {
        NEVER.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Ignores interrupts, as code that computes does. */
    private static void spin() {
        while (NEVER.getCount() > 0) {
            Thread.interrupted();
            Thread.onSpinWait();
        }
    }

    private synchronized void write(String call) {
        try {
            Files.writeString(calls, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
