package dev.effe.server.http.exchange;

import dev.effe.server.http.message.CallerTimeout;
import dev.effe.server.http.message.ClientAddress;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.RequestIds;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.Logs;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.BodyRoom;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Route;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The parts that all connections of a listener share. Thread-safe. */
public final class HttpShared {

    private static final RateLimitedLog slowReaders = new RateLimitedLog(LoggerFactory.getLogger(HttpShared.class));
    private static final long DRAIN_GRACE_NANOS = 250_000_000;
    private static final long PIPELINE_NANOS = 2_000_000_000;
    private static final long FULL_NANOS = 1_000_000_000;

    public final Route route;
    public final HttpSettings settings;
    public final MemoryBudget memory;
    private final @Nullable BodyFiles files;
    public final Http1Limits limits;
    /**
     * The bytes of a body that an HTTP/2 client may send before there is memory for all of it: as set, less in a small
     * heap.
     */
    public final int firstWindowBytes;

    public final HttpStats stats;
    public final RequestIds requestIds;
    final ClientAddress clientAddress;

    /** The form of the line that each answered request gets. */
    final AccessFormat access;

    /** True if it is for connections beyond the limit: one answer, and little patience. */
    private final boolean full;

    /** Set once, when the server begins to drain: from then on an answer closes its connection. */
    private volatile boolean draining;
    /** Written before draining is set. */
    private long drainingSinceNanos;

    /** Set once, when the port is closed: connections that wait for a request close. */
    public volatile boolean closing;

    public HttpShared(Route route, HttpSettings settings, MemoryBudget memory) {
        this(route, settings, memory, null);
    }

    /** @param files for bodies that are too large for the memory; null if those are refused */
    public HttpShared(Route route, HttpSettings settings, MemoryBudget memory, @Nullable BodyFiles files) {
        this.route = route;
        this.files = files;
        this.settings = settings;
        this.memory = memory;
        this.full = false;
        this.access = Logs.access();
        this.stats = new HttpStats();
        this.requestIds = new RequestIds();
        this.clientAddress = new ClientAddress(settings.trustedProxies());
        int window = settings.http2().streamWindowBytes();
        this.firstWindowBytes = window > MemoryBudget.MOST_FIRST_BYTES ? window : Math.min(window, memory.firstBytes());
        long mostInMemory = Math.min(settings.message().maxBodyBytes(), memory.largestBodyBytes());
        this.limits = new Http1Limits(
                settings.message().maxRequestLineBytes(),
                settings.message().maxHeaderBytes(),
                settings.message().maxHeaderCount(),
                files == null ? mostInMemory : settings.message().maxBodyBytes(),
                files == null ? mostInMemory : files.mostInMemoryBytes(),
                settings.message().malformedEscapes());
    }

    private HttpShared(HttpShared shared) {
        route = shared.route.whenFull();
        full = true;
        settings = shared.settings;
        memory = shared.memory;
        files = shared.files;
        limits = shared.limits;
        firstWindowBytes = shared.firstWindowBytes;
        stats = shared.stats;
        requestIds = shared.requestIds;
        clientAddress = shared.clientAddress;
        access = shared.access;
    }

    /** The same for connections beyond the limit. */
    public HttpShared whenFull() {
        return new HttpShared(this);
    }

    public void drain() {
        if (!draining) {
            drainingSinceNanos = System.nanoTime();
            draining = true;
        }
    }

    /**
     * True if an answer that is about to be written is to be its connection's last, for the sake of the server.
     *
     * @param moreHeld whether more of the client's bytes are there already: pipelined requests are still answered, but
     *     not for ever
     */
    public boolean closesAfterAnswer(boolean moreHeld) {
        return full || (draining && (!moreHeld || System.nanoTime() - drainingSinceNanos >= PIPELINE_NANOS));
    }

    public boolean isDraining() {
        return full || draining;
    }

    /** The time that a head may take from its first byte to its last. */
    public long headLimitNanos() {
        return limitNanos(settings.times().head());
    }

    private long limitNanos(Duration limit) {
        return full ? Math.min(FULL_NANOS, limit.toNanos()) : limit.toNanos();
    }

    /**
     * The time that a connection may wait for its next request. One that has not sent any yet has as long as a head may
     * take; once the port is closed, a client that got its answer this recently may be sending its next request
     * already.
     */
    public long idleLimitNanos(boolean served) {
        long limit =
                limitNanos(served ? settings.times().idle() : settings.times().head());
        return closing ? Math.min(DRAIN_GRACE_NANOS, limit) : limit;
    }

    /** Makes what the function sees of a request that has just come in whole. */
    public HttpRequest request(RequestMessage message, Channel channel, InetSocketAddress remoteAddress) {
        HeaderFields headers = message.head().headers();
        String id = requestIds.idFor(headers.first("X-Request-Id"));
        InetSocketAddress peer = PeerAddress.of(channel, remoteAddress);
        boolean trusted = clientAddress.trusts(peer);
        InetSocketAddress client = trusted ? clientAddress.behind(peer, headers) : peer;
        long callerNanos = CallerTimeout.nanos(headers);
        return new HttpRequest(id, message, client, trusted, callerNanos);
    }

    /** Counts what a client has not taken yet. */
    public Unsent newUnsent() {
        return new Unsent(memory, settings.maxUnsentBytes());
    }

    /**
     * Counts and logs a client that does not read what it asked for.
     *
     * @param what is reset for it: the connection or a stream
     */
    public void readsTooSlowly(String what, @Nullable InetSocketAddress client) {
        stats.stalled();
        slowReaders.info("A client reads too slowly: its {} is reset ({})", what, client);
    }

    /**
     * Has room for the bodies of a connection, or of a stream.
     *
     * @param came called on the event loop when what was waited for is taken
     */
    public BodyRoom newRoom(Executor loop, Runnable came) {
        return files == null ? new BodyRoom(memory, loop, came) : files.newRoom(memory, loop, came);
    }

    /**
     * Begins the file of a body that has room.
     *
     * @param written told on the event loop when the file has taken so much that more may come
     * @return null if the body goes to memory
     */
    public @Nullable BodyFile newFile(BodyRoom room, long bytes, Executor loop, Consumer<BodyFile> written) {
        return files == null ? null : files.begin(room, (int) bytes, loop, written);
    }
}
