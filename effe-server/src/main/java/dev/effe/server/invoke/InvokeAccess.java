package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.AccessKey;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.access.SignatureCheck;
import java.time.InstantSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Who may use the Invoke API: no web page; and where there are keys, only who signs with one of them. Thread-safe. */
public final class InvokeAccess implements AutoCloseable {

    static final String SERVICE = "lambda";

    private final BrowserGuard browsers;
    private final @Nullable AccessKeys keys;
    private final @Nullable SignatureCheck signatures;

    /**
     * Makes it.
     *
     * @param hosts the names that it is served under, besides IP addresses and localhost
     * @param hostsSetting the setting that lists them, for messages
     * @param keys null if nobody needs to sign; closed with this
     */
    public InvokeAccess(Collection<String> hosts, String hostsSetting, @Nullable AccessKeys keys) {
        this.browsers = new BrowserGuard(hosts, hostsSetting);
        this.keys = keys;
        this.signatures = keys == null ? null : new SignatureCheck(keys, SERVICE, InstantSource.system());
    }

    /** True if there is something to compute with the request's body. */
    boolean needsSignature() {
        return signatures != null;
    }

    /** The functions that a client may invoke. */
    @FunctionalInterface
    interface Grant {
        /**
         * Checks one function.
         *
         * @throws AccessException if this is none of them
         */
        void check(String function) throws AccessException;
    }

    /**
     * Checks that a request may come.
     *
     * @param body its body
     * @return the functions that it may be for
     * @throws AccessException if it may not come
     */
    Grant check(Request request, byte[] body) throws AccessException {
        String refusal = SignatureCheck.isSigned(request, SERVICE)
                ? browsers.hostRefusal(request) // No page can send the header that says so.
                : browsers.refusal(request);
        if (refusal != null) {
            throw AccessException.denied(refusal + ".");
        }
        if (signatures == null) {
            return function -> {};
        }
        AccessKey key = signatures.check(request, body);
        return key::checkInvoke;
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }
}
