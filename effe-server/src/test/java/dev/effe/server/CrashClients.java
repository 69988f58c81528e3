package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Clients of a process that is killed while they send events, each with a number of its own. */
final class CrashClients {

    private static final int CLIENTS = 8;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final Duration patience;

    CrashClients(Duration patience) {
        this.patience = patience;
    }

    /** The numbers of the events that were answered 202. */
    Set<Integer> accepted() {
        return accepted;
    }

    /**
     * Sends events until so many more are accepted, then kills the process; clients go on until it is gone.
     *
     * @param requests the request of the event with a number, without its timeout
     */
    void killUnderLoad(EffeProcess effe, int more, IntFunction<HttpRequest.Builder> requests)
            throws InterruptedException {
        int enough = accepted.size() + more;
        AtomicBoolean gone = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread sender = new Thread(() -> {
                while (!gone.get()) {
                    gone.compareAndSet(false, !send(requests));
                }
            });
            sender.start();
            clients.add(sender);
        }
        await().atMost(patience).until(() -> accepted.size() >= enough || gone.get());
        effe.close();
        for (Thread sender : clients) {
            sender.join();
        }
    }

    /** Returns whether the server is still there. */
    private boolean send(IntFunction<HttpRequest.Builder> requests) {
        int number = next.incrementAndGet();
        HttpRequest request = requests.apply(number).timeout(patience).build();
        try {
            if (client.send(request, BodyHandlers.discarding()).statusCode() == 202) {
                accepted.add(number);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
