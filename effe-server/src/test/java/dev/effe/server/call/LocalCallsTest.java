package dev.effe.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Call;
import dev.effe.Logic;
import dev.effe.server.call.TestFunctions.Served;
import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.kit.Soon;
import dev.effe.server.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls within a process. */
final class LocalCallsTest extends CallContract {

    @Override
    Callee reach(Served served) {
        return functions.local(served);
    }

    @Test
    void endsTheOtherFunctionWhenItsCallerIsCut() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Served stock = stock((request, response) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        Served orders = orders(reach(stock), others -> others.call("stock", null, Object.class));
        List<Integer> statuses = new ArrayList<>();
        Thread client = new Thread(
                () -> statuses.add(functions.send(orders, TIMEOUT).answer().status()));
        client.start();
        begun.await();
        orders.dispatcher().cut();
        client.join();

        assertThat(statuses).containsExactly(503);
        Soon.await().untilTrue(interrupted);
        Soon.await().until(() -> stock.admission().running() == 0);
        assertThat(stock.dispatcher().expiries().size()).isZero();
    }

    @Test
    void replacesAContextThatDoesNotEndWithItsCaller() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        AtomicReference<Thread> caller = new AtomicReference<>();
        Logic<?> stubborn = Logic.of((request, response) -> {
            boolean over = false;
            caller.get().interrupt();
            while (!over) {
                try {
                    goOn.await();
                    over = true;
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        });
        Served stock = functions.serve("stock", stubborn, 1, 0, Duration.ofSeconds(2));
        Served orders = orders(reach(stock), others -> {
            caller.set(Thread.currentThread());
            return others.send("stock", Call.get("/")).status();
        });

        assertThat(functions.send(orders, TIMEOUT).answer().status()).isEqualTo(200);
        // Its caller has left; at its own deadline it counts as stuck, and its slot is another's.
        Soon.await().until(() -> stock.admission().running() == 0);
        assertThat(interrupts.get()).isBetween(1, 2);
        goOn.countDown();
    }

    @Test
    void hasRoomForAnswersWhileItsCallerHoldsIt() throws Exception {
        MemoryBudget tight = new MemoryBudget(64 * 1024, 10, TIMEOUT.toNanos());
        try (TestFunctions process = new TestFunctions(WorkerKind.AUTO, tight)) {
            byte[] large = new byte[40 * 1024];
            Served stock = process.serve("stock", Logic.of((request, response) -> response.send(large)), 8, 8, TIMEOUT);
            Logic<?> logic = Logic.of((request, response) -> response.send(
                    request.functions().send("stock", Call.get("/")).bytes()));
            Served orders = process.serve("orders", logic, 8, 8, TIMEOUT);
            orders.function().callBy(new FunctionCalls("orders", name -> process.local(stock), 16, CallListener.NONE));
            List<Thread> clients = new ArrayList<>();
            AtomicInteger good = new AtomicInteger();
            for (int i = 0; i < 8; i++) {
                Thread client = new Thread(() -> {
                    if (process.send(orders, TIMEOUT).answer().status() == 200) {
                        good.incrementAndGet();
                    }
                });
                client.start();
                clients.add(client);
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(good).hasValue(8);
        }
        assertThat(tight.usedBytes()).isZero();
    }

    static Stream<WorkerKind> kinds() {
        return Stream.of(WorkerKind.values())
                .filter(kind -> kind != WorkerKind.VIRTUAL || Runtime.version().feature() >= 21);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void neverWaitsForItselfWhateverTheWorkersAre(WorkerKind kind) throws Exception {
        int contexts = 2;
        int callers = 64;
        int each = 50;
        AtomicInteger inStock = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger good = new AtomicInteger();
        try (TestFunctions process = new TestFunctions(kind, MemoryBudget.unlimited())) {
            Logic<?> counting = Logic.of((request, response) -> {
                most.accumulateAndGet(inStock.incrementAndGet(), Math::max);
                ran.incrementAndGet();
                response.json(Map.of("count", 1));
                inStock.decrementAndGet();
            });
            Served stock = process.serve("stock", counting, contexts, callers, TIMEOUT);
            Logic<?> logic = Logic.of((request, response) ->
                    response.json(request.functions().call("stock", Map.of("item", "tea"), Object.class)));
            Served orders = process.serve("orders", logic, contexts, callers, TIMEOUT);
            orders.function().callBy(new FunctionCalls("orders", name -> process.local(stock), 16, CallListener.NONE));
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Thread client = new Thread(() -> {
                    for (int n = 0; n < each; n++) {
                        if (process.send(orders, TIMEOUT).answer().status() == 200) {
                            good.incrementAndGet();
                        }
                    }
                });
                client.start();
                clients.add(client);
            }
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(most.get()).isBetween(1, contexts);
        assertThat(ran.get()).isEqualTo(good.get());
        // A queue that is kept short under overload refuses some; nothing is lost or waits for ever.
        assertThat(good.get()).isGreaterThan(callers * each / 2);
    }
}
