package dev.effe.server.http.exchange;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.ClientGoneException;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.coding.ContentCodings;
import dev.effe.server.http.message.BodyRules;
import dev.effe.server.http.message.BodySink;
import dev.effe.server.http.message.Compression;
import dev.effe.server.http.message.Ending;
import dev.effe.server.http.message.Envelope;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.HttpResponse;
import dev.effe.server.http.message.Problem;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.loop.CallServer;
import dev.effe.server.memory.DecodedRoom;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Call;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.threads.Fatal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request of a connection and the answer to it. The function's writes and the outcome of its call come from any
 * thread and are carried over to the connection's event loop, where everything else happens; those that come too late
 * find the exchange over and change nothing.
 */
public final class Exchange implements Call, BodySink, Runnable {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final RateLimitedLog wrongLengths = new RateLimitedLog(log);
    private static final RateLimitedLog cuts = new RateLimitedLog(log);
    private static final RateLimitedLog aborts = new RateLimitedLog(log);
    private static final RateLimitedLog goneClients = new RateLimitedLog(log);

    private final Carrier carrier;
    private final EventExecutor loop;
    private final RequestHead head;
    private final long receivedBytes;
    private final HttpResponse response = new HttpResponse(this);
    private final Unsent unsent;
    private final MemoryBudget memory;

    /** Let go of when its call is over: its body is not to wait for whoever reads the answer. */
    private @Nullable HttpRequest request;

    /** True if the answer is put into an envelope. Written before the dispatch. */
    private boolean enveloped;

    // Worker-confined.
    /**
     * True if the bytes that the function writes are the answer itself, and not a payload that a route makes an answer
     * of.
     */
    private boolean plain;
    /** True if the head of a streamed answer is on its way. */
    private boolean streams;

    /** Null where there is no access log. */
    private final @Nullable AccessEntry access;

    /** The memory of the body that the worker decodes, if it does; closed when the call is over. */
    private final @Nullable DecodedRoom decoded;

    /** The memory of a whole answer that waits to be written. Written with the outcome. */
    private long answerBytes;

    /** Written once, before the event loop is told to finish. */
    private @Nullable Outcome outcome;

    /** Written once, by whoever starts the exchange: read by the event loop when the connection ends meanwhile. */
    private volatile @Nullable Invocation invocation;

    /**
     * True if another thread than the event loop's is about to dispatch the invocation, which nobody may end before.
     */
    private volatile boolean beginning;

    /** The exchange whose call has begun already. Written with {@link #outcome}, under the lock of {@link Carrier#follow}. */
    private @Nullable Exchange follower;

    // Touched only by the connection's event loop.
    private @Nullable ResponseWriter writer;
    private @Nullable LargeBody largeBody;
    private long bodyBytes;
    private int unsentBodyBytes;
    private long sentBytes;
    private boolean leftOut;
    private boolean over;
    private String id;

    /** @param bodyBytes what the request's body has of the memory for all, given back when its call is over */
    public Exchange(
            Carrier carrier, EventExecutor loop, RequestHead head, HttpRequest request, Unsent unsent, long bodyBytes) {
        this.carrier = carrier;
        this.loop = loop;
        this.head = head;
        this.request = request;
        this.id = request.id();
        receivedBytes = request.bodyLength();
        this.unsent = unsent;
        this.bodyBytes = bodyBytes;
        memory = carrier.shared().memory;
        access = AccessEntry.of(carrier.shared(), head, request.remoteAddress(), receivedBytes);
        decoded = carrier.shared().settings.codings().decompress() ? new DecodedRoom(memory) : null;
    }

    @Override
    public Request request() {
        return ofCall();
    }

    @Override
    public Response response() {
        return response;
    }

    @Override
    public void matched(RoutePattern route) {
        ofCall().matched(route);
        if (access != null) {
            access.matched(route.toString());
        }
    }

    @Override
    public void leftOut() {
        leftOut = true;
    }

    @Override
    public void carriedBy(Invocation carrier) {
        invocation = carrier;
    }

    @Override
    public void inEnvelope() {
        enveloped = true;
    }

    @Override
    public void answersAs(String other) {
        id = other;
    }

    // From any thread.

    @Override
    public long callerNanos() {
        return ofCall().callerNanos();
    }

    private HttpRequest ofCall() {
        return Objects.requireNonNull(request, "the call is over");
    }

    @Override
    public void beginning(long startNanos) {
        plain = true;
        HttpRequest asked = request; // Null if the deadline has passed just now.
        if (decoded != null && asked != null) {
            decode(asked, decoded);
        }
        if (enveloped) {
            response.putIntoEnvelope();
        }
        if (carrier.shared().settings.codings().compress()) {
            response.compressBy(new Compression(head, memory));
        }
    }

    @Override
    public void ending() throws IOException {
        try {
            response.finish();
        } catch (ClientGoneException | IllegalStateException e) {
            // The client or the deadline was first. Run itself has succeeded, and its context is good.
        }
    }

    @Override
    public void left() {
        response.release();
    }

    private void decode(HttpRequest asked, DecodedRoom room) {
        try {
            asked.decode(carrier.shared().limits.maxBodyBytes(), room);
        } catch (StatusException e) {
            if (e.status() == ContentCodings.UNKNOWN_STATUS) {
                response.header("Accept-Encoding", ContentCodings.KNOWN);
            }
            throw e;
        }
    }

    @Override
    public void over() {
        response.seal();
    }

    @Override
    public void completed(Outcome result) {
        outcome = result;
        if (enveloped && result instanceof Outcome.Failed && response.isAnswered()) {
            response.envelop();
        }
        chargeAnswer();
        if (loop.inEventLoop()) {
            run();
            return;
        }
        Exchange next = null;
        try {
            next = isShort() ? carrier.follow(this) : null;
        } finally {
            toLoop();
        }
        if (next != null) {
            next.beginCall();
        }
    }

    private void toLoop() {
        CallServer server = CallServer.sparing(loop);
        if (server != null && loop instanceof AbstractEventExecutor executor) {
            executor.lazyExecute(this);
            server.leftUntold(loop);
        } else {
            loop.execute(this);
        }
    }

    /** Charges the answer before the function's slot is another's: it may wait long for its turn of the event loop. */
    private void chargeAnswer() {
        int length = response.wholeLength();
        if (length > MemoryBudget.SMALL_BYTES) {
            answerBytes = length;
            memory.takeAnswer(length);
        }
        if (invocation != null && isGood()) {
            memory.sawAnswer(length);
        }
    }

    /** True if the answer is known, and goes with its head: a larger one is written before anything else is begun. */
    private boolean isShort() {
        return outcome instanceof Outcome.Succeeded
                && response.isAnswered()
                && response.unsentBody().length <= ResponseWriter.SMALL_BODY_BYTES;
    }

    /** Has the call begin, on the thread that ended the one before it. */
    private void beginCall() {
        beginning = true;
        try {
            carrier.shared().route.handle(this);
        } catch (RuntimeException | OutOfMemoryError e) {
            loop.execute(() -> abort(e));
        } finally {
            beginning = false;
        }
    }

    /** The exchange whose call began when this one's had ended. */
    public @Nullable Exchange follower() {
        return follower;
    }

    public void followedBy(Exchange next) {
        follower = next;
    }

    @Override
    public int awaitRoom() throws IOException {
        return unsent.awaitRoom();
    }

    @Override
    public void flush() throws IOException {
        unsent.checkOpen();
    }

    @Override
    public void part(byte[] bytes, int from, int to) throws IOException {
        boolean hasBody = BodyRules.mayHaveBody(response.status(), isHead());
        if (!streams) {
            streams = true;
            Invocation begun = invocation;
            if (hasBody && plain && begun != null) {
                begun.streams();
            }
        } else if (!hasBody) {
            return; // The client has all that it will get.
        }
        ByteBuf part;
        try {
            part = BodyPart.of(bytes, from, to);
        } catch (OutOfMemoryError e) { // It is the server's, not the function's, and one client's loss is enough.
            loop.execute(() -> abort(e));
            throw new ClientGoneException();
        }
        unsent.add(to - from);
        try {
            loop.execute(() -> writePart(part));
        } catch (RuntimeException e) {
            part.release();
            throw e;
        }
    }

    // On the event loop.

    /** True if an interim answer may go before the answer: nothing of it is written, and the client knows of such. */
    public boolean canContinue() {
        return writer == null && head.minorVersion() > 0;
    }

    private void writePart(ByteBuf part) {
        int length = part.readableBytes();
        if (over || endedFromOutside() || !beginAnswer()) {
            part.release();
            unsent.sent(length);
            return;
        }
        sentBytes += length;
        writer().part(part).addListener(done -> unsent.sent(length));
        writer().flush();
    }

    /**
     * True if the call has ended before its function: the part that it sent before its own end counts, as a cut if it
     * failed.
     */
    private boolean endedFromOutside() {
        return outcome != null && !(outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Failed);
    }

    /** Returns whether the head is on its way. */
    private boolean beginAnswer() {
        try {
            ResponseWriter out = writer();
            if (!out.isBegun()) {
                tellTimes(out, false);
                out.begin(response.status(), response.headers(), response.defaultContentType());
            }
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            abort(e);
            return false;
        }
    }

    /**
     * Has the head tell the times of the function's call, if it was called and the setting wants that.
     *
     * @param ran whether the run is over
     */
    private void tellTimes(ResponseWriter out, boolean ran) {
        Invocation called = invocation;
        if (carrier.shared().settings.serverTiming() && plain && called != null) {
            out.serverTiming(ServerTiming.of(called, ran));
        }
    }

    private ResponseWriter writer() {
        if (writer == null) {
            writer = carrier.writer(head, id);
        }
        return writer;
    }

    /** Finishes the answer, now that the outcome is known. */
    @Override
    public void run() {
        carrier.runEnded();
        giveBody();
        if (over) {
            flushed(); // The client did not wait for it.
            return;
        }
        try {
            finish(Objects.requireNonNull(outcome));
        } catch (RuntimeException | OutOfMemoryError e) {
            abort(e);
        }
    }

    private void finish(Outcome result) {
        boolean begun = writer != null && writer.isBegun();
        switch (Ending.of(result, response, isHead(), begun)) {
            case GIVEN -> {
                byte[] rest = response.unsentBody();
                if (begun) {
                    endStream(writer(), rest);
                } else {
                    write(response.status(), response.headers(), response.defaultContentType(), rest);
                }
            }
            case PROBLEM -> writeProblem(Problem.of(result));
            case WRONG_LENGTH -> {
                wrongLengths.error(
                        "The function set Content-Length {} but wrote {} bytes, in request {}",
                        response.headers().contentLength(),
                        response.unsentBody().length,
                        id);
                writeProblem(Problem.FUNCTION_ERROR);
            }
            case UNFINISHED -> cut("the function did not finish it");
            case TOO_SHORT -> cut("the function wrote less than the Content-Length it set");
        }
    }

    private boolean isHead() {
        return head.method().equals("HEAD");
    }

    private boolean isGood() {
        return Ending.isGood(Objects.requireNonNull(outcome), response);
    }

    private void endStream(ResponseWriter out, byte[] rest) {
        sentBytes += rest.length;
        out.part(BodyPart.of(rest, 0, rest.length));
        ChannelFuture end = out.end();
        out.flush();
        whenSent(end);
    }

    private void writeProblem(Problem problem) {
        ResponseHeaders headers = problem.headers(Objects.requireNonNull(outcome), response.headers());
        if (enveloped) {
            write(problem.status(), headers, Envelope.CONTENT_TYPE, problem.enveloped());
        } else {
            write(problem.status(), headers, Problem.CONTENT_TYPE, problem.json(id));
        }
    }

    private void write(int status, ResponseHeaders headers, String contentType, byte[] body) {
        ResponseWriter out = writer();
        tellTimes(out, true);
        sentBytes += BodyRules.mayHaveBody(status, isHead()) ? body.length : 0;
        ChannelFuture sent = out.whole(status, headers, contentType, body);
        if (out.hasMore()) {
            unsentBodyBytes = body.length; // All of it, until it is sent: the array stays as it is.
            unsent.add(body.length);
            giveAnswer();
            largeBody = new LargeBody(out, body, unsent);
            pump();
        } else if (!out.closes() && (follower != null || carrier.flushesLater())) {
            over = true;
            sent.addListener(done -> flushed(done.isSuccess()));
            carrier.exchangeEnded(false);
        } else {
            out.flush();
            whenSent(sent);
        }
    }

    /** The client can take more. */
    public void writable() {
        if (largeBody != null && !over) {
            pump();
        }
    }

    private void pump() {
        ChannelFuture sent = Objects.requireNonNull(largeBody).pump();
        if (sent != null) {
            largeBody = null;
            whenSent(sent);
        }
    }

    private void whenSent(ChannelFuture sent) {
        if (sent.isDone()) {
            sent(sent.isSuccess());
        } else {
            sent.addListener(done -> sent(done.isSuccess()));
        }
    }

    private void sent(boolean success) {
        if (!over) {
            over = true;
            flushed(success);
            carrier.exchangeEnded(!success || writer().closes());
        }
    }

    /** Resets the connection, so that a cut answer never looks complete. */
    private void cut(String reason) {
        cuts.warn("The answer to request {} is cut by a reset: {}", id, reason);
        carrier.reset();
        connectionClosed(); // A stream of HTTP/2 may be over since its head, and be closed no more.
    }

    private void abort(Throwable cause) {
        Fatal.check(cause);
        aborts.error("The connection of request {} is reset for an error of the server", id, cause);
        carrier.reset();
        connectionClosed();
    }

    /**
     * The connection is gone. A request that waits for its run leaves the queue; a function that runs is left to end by
     * itself: its answer goes nowhere.
     */
    public void connectionClosed() {
        if (over) {
            return;
        }
        over = true;
        lost();
        count(false);
        if (outcome != null) {
            flushed();
        } else {
            Invocation running = invocation;
            if (running != null && !beginning) {
                running.clientGone();
            }
        }
    }

    /** Counts an answer that its client does not get, or not whole. */
    private void lost() {
        HttpStats stats = carrier.shared().stats;
        boolean cut = writer != null && writer.isBegun();
        if (cut) {
            stats.cut();
        }
        if (!carrier.isReset()) {
            stats.aborted();
            goneClients.info("The client of request {} went before it had {} answer", id, cut ? "the whole" : "an");
        }
    }

    private void flushed(boolean success) {
        if (!success) {
            lost();
        }
        flushed();
        count(success);
    }

    /** Counts and logs the answer, or that there was none. */
    private void count(boolean success) {
        HttpTraffic traffic = carrier.shared().stats.traffic();
        if (leftOut || (traffic == null && access == null)) {
            return;
        }
        int status = writer != null && writer.isBegun() ? writer.status() : 0;
        if (traffic != null) {
            traffic.answered(status, receivedBytes, sentBytes);
        }
        if (access != null) {
            access.over(id, invocation, status, success, carrier.isReset(), sentBytes);
        }
    }

    private void flushed() {
        if (unsentBodyBytes > 0) {
            unsent.sent(unsentBodyBytes);
            unsentBodyBytes = 0;
        }
        giveAnswer();
        giveBody();
        Invocation ended = invocation;
        if (ended != null) {
            ended.flushed();
        }
    }

    private void giveBody() {
        if (request != null) {
            request.discardBody();
            request = null;
        }
        memory.giveBody(bodyBytes);
        bodyBytes = 0;
        if (decoded != null) {
            decoded.close();
        }
    }

    private void giveAnswer() {
        memory.giveAnswer(answerBytes);
        answerBytes = 0;
    }
}
