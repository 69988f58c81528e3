package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Clients that post without a pause while servers are restarted, some of them to a function that takes 300 ms. */
final class RollingLoad implements AutoCloseable {

    private static final int CLIENTS = 16;

    private final LoadClient.Tally tally = new LoadClient.Tally();
    private final List<Thread> clients = new ArrayList<>();

    /**
     * Begins.
     *
     * @param path the path of the function, with a slash at its end
     * @param keepAlive whether a connection is used for more than one request
     */
    RollingLoad(InetSocketAddress proxy, String path, boolean keepAlive) {
        for (int i = 0; i < CLIENTS; i++) {
            String called = i % 4 == 0 ? path + "slow" : path;
            clients.add(new Thread(new LoadClient(proxy, called, keepAlive, tally), "client " + i));
        }
        clients.forEach(Thread::start);
        awaitMore(1);
    }

    int answered() {
        return tally.answered.get();
    }

    int lost() {
        return tally.lost.size();
    }

    /** Waits for some more answers. */
    void awaitMore(int count) {
        int wanted = answered() + count;
        await().atMost(EffeProcess.PATIENCE)
                .untilAsserted(() -> assertThat(answered())
                        .as("answered; lost first: %s", tally.lost.peek())
                        .isGreaterThanOrEqualTo(wanted));
    }

    /**
     * Ends, and fails if anything was lost.
     *
     * @param proxy says what it saw
     */
    void assertNothingLost(Object proxy) {
        close();
        assertThat(tally.lost).as(proxy::toString).isEmpty();
        assertThat(tally.refusedConnects)
                .as("connections that the proxy refused")
                .hasValue(0);
    }

    @Override
    public void close() {
        tally.over = true;
        await().atMost(EffeProcess.PATIENCE).until(() -> clients.stream().noneMatch(Thread::isAlive));
    }
}
