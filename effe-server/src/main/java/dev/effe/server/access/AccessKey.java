package dev.effe.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A key that clients sign with, and what may be done with it. Thread-safe. */
public final class AccessKey {

    private final String id;
    private final String secret;
    private final boolean admin;
    private final String functions;
    private final Pattern names;

    /** The last day's key, region and service; written by any thread, and as good if lost. */
    private volatile @Nullable DayKey dayKey;

    private record DayKey(String date, String region, String service, SecretKey key) {}

    /**
     * Makes it.
     *
     * @param admin true if it may change functions too, not only invoke them
     * @param functions the names of the functions that it is for; {@code *} stands for any letters
     */
    AccessKey(String id, String secret, boolean admin, String functions) {
        this.id = id;
        this.secret = secret;
        this.admin = admin;
        this.functions = functions;
        names = Pattern.compile(Pattern.quote(functions).replace("*", "\\E.*\\Q"));
    }

    /** The key that signs with it what is signed on that day. */
    SecretKey signingKey(Signature signature) {
        String date = signature.date();
        DayKey known = dayKey;
        if (known == null
                || !known.date().equals(date)
                || !known.region().equals(signature.region())
                || !known.service().equals(signature.service())) {
            SecretKey key = SigV4.signingKey(secret, date, signature.region(), signature.service());
            known = new DayKey(date, signature.region(), signature.service(), key);
            dayKey = known;
        }
        return known.key();
    }

    /** True for its secret; takes as long for another one. */
    boolean hasSecret(String candidate) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return id;
    }

    /**
     * Checks that it may invoke the function.
     *
     * @throws AccessException if it may not
     */
    public void checkInvoke(String function) throws AccessException {
        checkName("InvokeFunction", function);
    }

    /**
     * Checks that its role is that of an administrator.
     *
     * @param operation AWS's name of what is asked for
     * @throws AccessException if it is not
     */
    public void checkRole(String operation) throws AccessException {
        if (!admin) {
            throw denied(operation, "*", "its role is invoke");
        }
    }

    /**
     * Checks that it may have an operation on the function.
     *
     * @param operation AWS's name of it; of another service than Lambda with that, such as {@code logs:GetLogEvents}
     * @throws AccessException if it may not
     */
    public void checkAdmin(String operation, String function) throws AccessException {
        checkRole(operation);
        checkName(operation, function);
    }

    /**
     * Checks that it may have an operation that is about all functions.
     *
     * @param operation AWS's name of it; of another service than Lambda with that, such as {@code logs:GetLogEvents}
     * @throws AccessException if it may not
     */
    public void checkAll(String operation) throws AccessException {
        checkRole(operation);
        if (!functions.equals("*")) {
            throw denied(operation, "*", "its key is for " + functions);
        }
    }

    private void checkName(String operation, String function) throws AccessException {
        if (!names.matcher(function).matches()) {
            throw denied(operation, function, "its key is for " + functions);
        }
    }

    private AccessException denied(String operation, String resource, String reason) {
        return AccessException.denied("User: " + id + " is not authorized to perform: "
                + (operation.indexOf(':') < 0 ? "lambda:" + operation : operation)
                + " on resource: " + resource + " because " + reason);
    }
}
