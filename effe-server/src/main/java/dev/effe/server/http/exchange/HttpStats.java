package dev.effe.server.http.exchange;

import dev.effe.server.http.message.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what happens at the edge. Thread-safe. */
public final class HttpStats {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger overflow = new AtomicInteger();
    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder clientAborts = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

    /** Null where nobody reads it. */
    private volatile @Nullable HttpTraffic traffic;

    private volatile long lastOpenedNanos = System.nanoTime();

    HttpStats() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    /** Counts answers from now on, since somebody is going to read that. */
    public void countTraffic() {
        traffic = new HttpTraffic();
    }

    /** Null unless it is counted. */
    public @Nullable HttpTraffic traffic() {
        return traffic;
    }

    /** Returns whether there is room for one more. */
    public boolean opened(int limit) {
        lastOpenedNanos = System.nanoTime();
        if (connections.incrementAndGet() <= limit) {
            return true;
        }
        connections.decrementAndGet();
        connectionsRefused.increment();
        return false;
    }

    public void closed() {
        connections.decrementAndGet();
    }

    /** One is taken on beyond the limit, for a moment. */
    public void overflowOpened() {
        overflow.incrementAndGet();
    }

    public void overflowClosed() {
        overflow.decrementAndGet();
    }

    /** True if no connection is open, and none was opened for a while. */
    public boolean isQuiet(long forNanos) {
        return connections() == 0 && System.nanoTime() - lastOpenedNanos >= forNanos;
    }

    void aborted() {
        clientAborts.increment();
    }

    void cut() {
        cut.increment();
    }

    void stalled() {
        stalled.increment();
    }

    @SuppressWarnings("NullAway") // each refusal has its counter
    public void refused(Refusal reason) {
        refusals.get(reason).increment();
    }

    /** Connections open now, also those beyond the limit. */
    public int connections() {
        return connections.get() + overflow.get();
    }

    /** Connections ever opened beyond the limit, which could ask for no more than health. */
    public long connectionsRefused() {
        return connectionsRefused.sum();
    }

    /** Clients ever gone before their answer was written. */
    public long clientAborts() {
        return clientAborts.sum();
    }

    /** Answers ever begun and not sent whole, for whatever reason. */
    public long cutAnswers() {
        return cut.sum();
    }

    /** Connections ever reset because the client read too slowly. */
    public long stalledClients() {
        return stalled.sum();
    }

    /** Requests ever refused by the decoder, by reason. */
    public Map<String, LongAdder> refusals() {
        Map<String, LongAdder> byName = new java.util.TreeMap<>();
        refusals.forEach((reason, count) -> byName.put(reason.name().toLowerCase(java.util.Locale.ROOT), count));
        return byName;
    }
}
