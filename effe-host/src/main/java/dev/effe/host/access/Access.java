package dev.effe.host.access;

import dev.effe.Request;
import dev.effe.server.access.AccessException;
import dev.effe.server.access.AccessKey;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.access.SignatureCheck;
import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may use the host: no web page; and where there are keys, only who signs with one of them. Thread-safe. */
public final class Access {

    /** The service that most requests are signed for. */
    public static final String LAMBDA = "lambda";

    /** Has no other names. */
    private static final BrowserGuard LOCAL = new BrowserGuard(List.of(), "url-domain");

    private static final String SIGNED = "AWS4-HMAC-SHA256 ";
    private static final String BASIC = "Basic ";
    private static final String CREDENTIAL = "Credential=";
    private static final int LONGEST_ID = 128;

    /** The hash of a body up to this size is computed as fast as a change of threads takes. */
    private static final int QUICK_BYTES = 16 * 1024;

    private final BrowserGuard browsers;
    private final @Nullable AccessKeys keys;
    private final InstantSource clock;

    /**
     * Makes it.
     *
     * @param keys null if any signature will do
     */
    public Access(BrowserGuard browsers, @Nullable AccessKeys keys, InstantSource clock) {
        this.browsers = browsers;
        this.keys = keys;
        this.clock = clock;
    }

    /** True if the check of a request with a body of that size is for a worker. */
    public boolean isSlow(int bodyBytes) {
        return keys != null && bodyBytes > QUICK_BYTES;
    }

    /**
     * Refuses what is not for the control plane without looking at the body. Each operation needs the header that signs
     * it, which no page of another origin sends without asking first, and those who ask first are refused. A page of a
     * function is of the same origin, if its URL is a path of the host.
     *
     * @throws AccessException if it is refused
     */
    public void checkOperation(Request request) throws AccessException {
        checkHost(request);
        if (request.method().equals("OPTIONS")) {
            throw AccessException.denied("Web pages may not use this.");
        }
        if (!authorization(request).startsWith(SIGNED)
                || !authorization(request).contains(CREDENTIAL)) {
            throw AccessException.missing();
        }
        checkNoPage(request);
    }

    /**
     * The sender of a request that {@link #checkOperation} has let through. Blocks.
     *
     * @param service of AWS's, that it is signed for
     * @throws AccessException if it is not signed by a key, where there are keys
     */
    public Caller operator(Request request, String service) throws AccessException {
        if (keys == null) {
            return new Caller(claimedId(request), null);
        }
        try {
            return signer(keys, service, request, Sha256.of(request.stream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The sender of an invocation.
     *
     * @param body its body
     * @throws AccessException if it is from a web page, or not signed by a key, where there are keys
     */
    public Caller invoker(Request request, byte[] body) throws AccessException {
        if (SignatureCheck.isSigned(request, LAMBDA)) { // No page of another origin can send the header that says so.
            checkHost(request);
            checkNoPage(request);
        } else {
            check(browsers.refusal(request));
        }
        return keys == null ? new Caller("", null) : signer(keys, LAMBDA, request, Sha256.of(body));
    }

    /**
     * Refuses a request for a function's URL that is a path of the host, under a name that a stranger may own. Without keys
     * names are not enough: browsers tell where a request comes from to secure origins only, which these are not.
     *
     * @throws AccessException if it is refused
     */
    public void checkUrlPath(Request request) throws AccessException {
        if (keys == null) {
            check(LOCAL.hostRefusal(request));
        } else {
            checkHost(request);
        }
    }

    /**
     * Refuses a request for a function's URL whose callers must sign.
     *
     * @param body its body
     * @return the sender
     * @throws AccessException if it is not signed by a key; where there are no keys, if it is not signed at all, or is from
     *     a web page
     */
    public Caller urlCaller(Request request, byte[] body) throws AccessException {
        boolean presigned = SignatureCheck.isPresigned(request, LAMBDA);
        if (!presigned && !SignatureCheck.isSigned(request, LAMBDA)) {
            throw AccessException.denied("Forbidden");
        }
        if (presigned && keys == null) {
            check(LOCAL.hostRefusal(request)); // A page may send a query to any name, without what browsers add.
        }
        checkNoPage(request);
        return keys == null ? new Caller(claimedId(request), null) : signer(keys, LAMBDA, request, Sha256.of(body));
    }

    /** Without keys a signature proves nothing, so pages are told by what browsers add. */
    private void checkNoPage(Request request) throws AccessException {
        if (keys == null
                && (request.header("Origin").isPresent()
                        || request.header("Sec-Fetch-Site")
                                .filter(site -> !site.equals("none"))
                                .isPresent())) {
            throw AccessException.denied("Web pages may not use this.");
        }
    }

    /**
     * The sender of a request of a program that cannot sign, such as Prometheus: it may send a key's id and secret as user
     * and password instead.
     *
     * @throws AccessException if it is from a web page, or has no key, where there are keys
     */
    public Caller scraper(Request request) throws AccessException {
        String sent = authorization(request);
        if (!sent.startsWith(BASIC)) {
            checkOperation(request);
            return operator(request, LAMBDA);
        }
        checkHost(request);
        checkNoPage(request);
        if (keys == null) {
            return new Caller("", null);
        }
        AccessKey key = keys.checkPassword(sent.substring(BASIC.length()));
        return new Caller(key.id(), key);
    }

    private Caller signer(AccessKeys known, String service, Request request, byte[] sha256) throws AccessException {
        AccessKey key = new SignatureCheck(known, service, clock).checkDigest(request, sha256);
        return new Caller(key.id(), key);
    }

    private void checkHost(Request request) throws AccessException {
        check(browsers.hostRefusal(request));
    }

    private static void check(@Nullable String refusal) throws AccessException {
        if (refusal != null) {
            throw AccessException.denied(refusal + ".");
        }
    }

    private static String authorization(Request request) {
        return request.header("Authorization").orElse("");
    }

    private static String claimedId(Request request) {
        String sent = authorization(request);
        if (sent.isEmpty()) {
            String id = SignatureCheck.claimedId(request);
            return id.substring(0, Math.min(id.length(), LONGEST_ID));
        }
        String credential = sent.substring(sent.indexOf(CREDENTIAL) + CREDENTIAL.length());
        int end = credential.indexOf('/');
        return end < 0 ? "" : credential.substring(0, Math.min(end, LONGEST_ID));
    }
}
