package dev.effe.host.invoke;

import dev.effe.Request;
import dev.effe.host.model.Callee;
import dev.effe.host.model.Qualifier;
import dev.effe.server.access.RandomIds;
import dev.effe.server.call.CalledAlias;
import dev.effe.server.http.upstream.UpstreamRequest;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.invoke.InvokeIds;
import dev.effe.server.route.Call;
import dev.effe.spi.FunctionUrlCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives requests of URLs to instances, as HTTP: these make the events of them. Never blocks; thread-safe. */
public final class UrlForwarder {

    private static final int LARGEST_BODY = 6_291_456;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Resolver resolver;
    private final Concurrency concurrency;
    private final ForwardedCall.Means means;
    private final RandomIds newIds = new RandomIds();

    public UrlForwarder(Resolver resolver, Concurrency concurrency, ForwardedCall.Means means) {
        this.resolver = resolver;
        this.concurrency = concurrency;
        this.means = means;
    }

    /**
     * The client of a call.
     *
     * @param address of IP, as nobody has invented it
     * @param scheme by which it reaches the host
     */
    public record Client(String address, String scheme) {

        /** The port that it has sent the request to, by its Host. */
        String port(String host) {
            int colon = host.indexOf(':', host.indexOf(']') + 1);
            boolean named = colon >= 0 && colon < host.length() - 1;
            return named ? host.substring(colon + 1) : scheme.equals("https") ? "443" : "80";
        }
    }

    /**
     * A request of a URL.
     *
     * @param function that the URL is of
     * @param qualifier its alias, or {@code $LATEST}
     * @param target the path as the function is to see it, and the query
     * @param url what the function is told of the URL, and of who has signed the request
     */
    public record Asked(String function, String qualifier, String target, Client client, FunctionUrlCall url) {

        UrlEnd end(Call call) {
            return new UrlEnd(call, url.streamed());
        }
    }

    /** Has a function answer a request, or says why not. */
    public void forward(Call call, Asked asked, byte[] body) {
        forward(call, asked, body, null);
    }

    /**
     * The same for a request that is part of another.
     *
     * @param requestId the id that both have; null for a new one
     */
    public void forward(Call call, Asked asked, byte[] body, @Nullable String requestId) {
        InvokeIds ids = new InvokeIds(
                requestId == null ? newIds.nextText() : requestId,
                InvokeIds.of(call.request(), newIds).traceId());
        ids.putInto(call);
        try {
            if (body.length > LARGEST_BODY) {
                throw InvokeException.tooLarge(LARGEST_BODY);
            }
            Resolver.Target target = resolver.resolve(
                    FunctionName.known(asked.function), Qualifier.isLatest(asked.qualifier) ? null : asked.qualifier);
            UpstreamRequest request = request(call.request(), ids, asked, target, body);
            Concurrency.Permit permit = concurrency.tryAcquire(asked.function);
            if (permit == null) {
                means.meters()
                        .throttled(
                                asked.function,
                                target.qualifier(),
                                target.spec().version().version());
                throw InvokeException.throttled(concurrency.reason(asked.function), SOON);
            }
            new ForwardedCall(asked.end(call), ids.requestId(), target, request, means, permit).begin();
        } catch (InvokeException e) {
            asked.end(call).refused(e);
        }
    }

    private static UpstreamRequest request(
            Request request, InvokeIds ids, Asked asked, Resolver.Target target, byte[] body) {
        List<Map.Entry<String, String>> headers = UrlHeaders.forwarded(request, ids, asked);
        if (target.spec().environment().containsKey(Callee.VARIABLE)) {
            headers.add(Map.entry(CalledAlias.HEADER, asked.qualifier));
        }
        return new UpstreamRequest(request.method(), asked.target, headers, body, ForwardedRequest.patience(target));
    }
}
