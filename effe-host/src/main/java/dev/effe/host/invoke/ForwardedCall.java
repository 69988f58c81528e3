package dev.effe.host.invoke;

import dev.effe.host.engine.Claim;
import dev.effe.host.engine.Instance;
import dev.effe.host.engine.InstanceSpec;
import dev.effe.host.engine.Instances;
import dev.effe.host.engine.Resolved;
import dev.effe.host.engine.StartFailedException;
import dev.effe.host.metrics.Meters;
import dev.effe.host.metrics.Series;
import dev.effe.server.http.upstream.UpstreamRequest;
import dev.effe.server.http.upstream.Upstreams;
import dev.effe.server.invoke.InvokeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call on its way to an instance of its version, and back. A call of which a byte was sent is never sent again. Told by
 * one thread after the other.
 */
public final class ForwardedCall implements Claim {

    private static final Logger log = LoggerFactory.getLogger(ForwardedCall.class);

    /** An instance that ends takes no more connections for a moment before it is known to have ended. */
    private static final int MOST_ATTEMPTS = 10;

    private static final long AGAIN_MILLIS = 20;
    private static final Duration SOON = Duration.ofSeconds(1);
    /** For the end of a process whose connection has broken. */
    private static final long END_MILLIS = 1000;

    private final CallEnd end;
    private final String requestId;
    private final InstanceSpec spec;
    private final UpstreamRequest request;
    private final Means means;
    private final Concurrency.Permit permit;
    private final Series series;

    private int attempts;
    /** When an instance got it, perhaps not the first one. */
    private long grantedNanos;

    /**
     * The parts that all forwarded calls share.
     *
     * @param workers for what may wait
     */
    public record Means(Instances instances, Upstreams upstreams, Executor workers, Meters meters) {}

    /**
     * Makes a call.
     *
     * @param permit closed when the call is over
     */
    ForwardedCall(
            CallEnd end,
            String requestId,
            Resolver.Target target,
            UpstreamRequest request,
            Means means,
            Concurrency.Permit permit) {
        this.end = end;
        this.requestId = requestId;
        this.spec = target.spec();
        this.request = request;
        this.means = means;
        this.permit = permit;
        Resolved version = spec.version();
        this.series = means.meters().begin(version.function(), target.qualifier(), version.version());
    }

    /** Begins. Never blocks. */
    void begin() {
        means.instances().claim(spec, this);
    }

    @Override
    public void granted(Instance instance) {
        attempts++;
        grantedNanos = System.nanoTime();
        InstanceAnswer answer = new InstanceAnswer(this, instance);
        answer.sent(means.upstreams().send(instance.socket(), request, answer));
    }

    @Override
    public void failed(StartFailedException why) {
        over(CountedEnd.NOT_STARTED);
        end.failed(RuntimeError.notStarted(requestId, String.valueOf(why.getMessage())));
    }

    @Override
    public void refused() {
        over(CountedEnd.REFUSED);
        end.refused(InvokeException.throttled(SOON));
    }

    /** The call is over for everybody but its sender. */
    private void over(CountedEnd how) {
        how.count(series, System.nanoTime() - grantedNanos);
        permit.close();
    }

    // Told by the answer.

    /** The call is over for the instance. */
    void release(Instance instance) {
        means.instances().release(instance);
    }

    /** Nothing of the call was sent: another instance may have it, or the same a little later. */
    void notSent(Instance instance) {
        if (!instance.isAlive()) {
            means.upstreams().forget(instance.socket());
        }
        if (attempts < MOST_ATTEMPTS) {
            CompletableFuture.delayedExecutor(AGAIN_MILLIS * attempts, TimeUnit.MILLISECONDS, means.workers())
                    .execute(this::begin);
            return;
        }
        log.warn("A call of {} cannot be sent to {}", spec.version(), instance);
        over(CountedEnd.FAILED);
        end.refused(InvokeException.unavailable("The instance takes no calls.", SOON));
    }

    /** The connection broke during the call, as a rule since the instance has ended. */
    void lost(Instance instance) {
        instance.ended()
                .copy()
                .completeOnTimeout("", END_MILLIS, TimeUnit.MILLISECONDS)
                .thenAccept(how -> {
                    means.upstreams().forget(instance.socket());
                    over(CountedEnd.FAILED);
                    end.failed(RuntimeError.exited(requestId, how));
                });
    }

    /** The instance has not even answered that the call took too long: it is stuck. */
    void timedOut(Instance instance) {
        log.warn("{} does not answer in time: it is killed", instance);
        instance.kill();
        over(CountedEnd.FAILED);
        end.failed(RuntimeError.timedOut(requestId, spec.timeout()));
    }

    /** The instance has answered something that is not HTTP. */
    void malformed(Instance instance) {
        log.warn("The answer of {} is malformed", instance);
        over(CountedEnd.FAILED);
        end.refused(InvokeException.service("The answer of the instance is malformed."));
    }

    /** The instance has answered. */
    void answered(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        over(end.counted(status, headers));
        end.answered(status, headers, body);
    }

    /** The instance answers in parts, which a worker passes on; null if they are to be kept until all are there. */
    @Nullable PassedStream stream(
            int status, List<Map.Entry<String, String>> headers, PassedStream.Source source, Runnable over) {
        PassedStream stream = end.stream(status, headers, source);
        if (stream != null) {
            means.workers().execute(() -> {
                boolean whole = stream.pass();
                over.run();
                over(stream.hasFailed() ? CountedEnd.FAILED : end.counted(status, headers));
                end.passedOn(whole);
            });
        }
        return stream;
    }
}
