package dev.effe.spi;

import dev.effe.Request;
import java.util.Optional;

/** A request of which the server knows whether a proxy passed it on whose word counts. */
public interface ProxiedRequest extends Request {

    /**
     * True if it came from a proxy of the setting {@code trusted-proxies}. If not, its headers {@code X-Forwarded-…}
     * and {@code Forwarded} may be its client's inventions. {@link #remoteAddress} has been found by that rule already.
     *
     * @return true for a trusted proxy
     */
    boolean isFromTrustedProxy();

    /**
     * The host's word on the request, if the request came by a function's URL. A client cannot invent it.
     *
     * @return empty for every other request
     */
    default Optional<FunctionUrlCall> functionUrlCall() {
        return Optional.empty();
    }
}
