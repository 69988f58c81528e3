package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    private static volatile Object HOARD;

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
                Runtime.getRuntime().addShutdownHook(new Thread(() -> write(Late.word())));
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
            case "/hoard" -> new Thread(this::hoard).start();
            case "/interrupt" -> {
                interruptAll();
                response.text("done");
            }
            case "/large" -> LEAK.add(new byte[48 << 20]);
            case "/wrapped" -> {
                try {
                    LEAK.add(new byte[48 << 20]);
                } catch (OutOfMemoryError e) {
                    throw new IllegalStateException("wrapped", e);
                }
            }
            case "/leak" -> {
                while (true) {
                    LEAK.add(new byte[256 * 1024]);
                }
            }
            case "/log" -> log.info("the log goes on");
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

    /** Takes all memory, down to the last bytes, and every byte that comes free. Says when it has: that needs none. */
    private void hoard() {
        byte[] full = "full\n".getBytes(StandardCharsets.US_ASCII);
        try (OutputStream said = new FileOutputStream(calls.toFile(), true)) {
            Object[] kept = null;
            for (int size = 1 << 20; ; size = Math.max(size / 2, 2)) {
                try {
                    while (true) {
                        Object[] more = new Object[size];
                        more[0] = kept;
                        kept = more;
                    }
                } catch (OutOfMemoryError e) {
                    HOARD = kept;
                }
                if (size == 4) {
                    said.write(full);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Interrupts every thread of the process but its own, again and again, for two seconds. */
    private static void interruptAll() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        Thread[] threads = new Thread[1000];
        while (System.nanoTime() - end < 0) {
            int count = all.enumerate(threads);
            for (int i = 0; i < count; i++) {
                if (threads[i] != Thread.currentThread()) {
                    threads[i].interrupt();
                }
            }
        }
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
