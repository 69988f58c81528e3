package dev.effe.spi;

import dev.effe.Request;

/** A request of which the server knows whether a proxy passed it on whose word counts. */
public interface ProxiedRequest extends Request {

    /**
     * True if it came from a proxy of the setting {@code trusted-proxies}. If not, its headers {@code X-Forwarded-…}
     * and {@code Forwarded} may be its client's inventions. {@link #remoteAddress} has been found by that rule already.
     *
     * @return true for a trusted proxy
     */
    boolean isFromTrustedProxy();
}
