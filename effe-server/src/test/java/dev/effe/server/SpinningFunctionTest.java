package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

/** A function that computes may keep threads, but not those of other clients. */
class SpinningFunctionTest {

    private static final int SPINNING = 2 * Runtime.getRuntime().availableProcessors() + 1;

    private static void spinUntil(AtomicBoolean released) {
        while (!released.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void othersAreServedWhileCallsCompute() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        CountDownLatch spinning = new CountDownLatch(SPINNING);
        Logic<?> logic = Logic.of((request, response) -> {
            if (request.path().startsWith("/spin")) {
                spinning.countDown();
                spinUntil(released);
            }
            response.text(request.path());
        });
        try (ServerTester tester = ServerTester.start(logic).ready()) {
            List<CompletableFuture<HttpResponse<String>>> spins = new ArrayList<>();
            for (int i = 0; i < SPINNING; i++) {
                spins.add(tester.getAsync("/spin/" + i));
            }
            assertThat(spinning.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                assertThat(tester.get("/quick/" + i).body()).isEqualTo("/quick/" + i);
            }
            assertThat(tester.getAdmin("/livez").statusCode()).isEqualTo(200);
            released.set(true);
            for (int i = 0; i < SPINNING; i++) {
                assertThat(spins.get(i).join().body()).isEqualTo("/spin/" + i);
            }
        } finally {
            released.set(true);
        }
    }

    @Test
    void aFunctionThatComputesNowAndThenIsServed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Logic<?> logic = Logic.of((request, response) -> {
            if (calls.getAndIncrement() % 4 == 0) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
            }
            response.text(request.path());
        });
        try (ServerTester tester = ServerTester.start(logic).ready()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(tester.getAsync("/" + i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).join().body()).isEqualTo("/" + i);
            }
        }
    }

    /** By the priority that Linux knows, since Java has none: the 19th field of what it tells of a thread. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @EnabledForJreRange(min = JRE.JAVA_24)
    @Timeout(60)
    void callsThatComputeStandBackBehindEventLoops() throws Exception {
        Logic<?> logic = Logic.of((request, response) -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            response.text(name + " " + stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        });
        try (ServerTester tester = ServerTester.start(logic).ready()) {
            Set<String> seen = new HashSet<>();
            while (seen.stream().noneMatch(each -> each.startsWith("effe-worker-"))) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    answers.add(tester.getAsync("/"));
                }
                answers.forEach(each -> seen.add(each.join().body()));
            }
            assertThat(seen).allMatch(each -> each.endsWith(each.startsWith("effe-worker-") ? " 10" : " 0"));
        }
    }
}
