package dev.effe.server.access;

import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A key that clients sign with, and what may be done with it. Thread-safe. */
public final class AccessKey {

    private final String id;
    private final String secret;
    private final String functions;

    /** The last day's key, region and service; written by any thread, and as good if lost. */
    private volatile @Nullable DayKey dayKey;

    private record DayKey(String date, String region, String service, SecretKey key) {}

    /**
     * Makes it.
     *
     * @param functions the names of the functions that it may invoke; {@code *} stands for any letters
     */
    AccessKey(String id, String secret, String functions) {
        this.id = id;
        this.secret = secret;
        this.functions = functions;
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

    /**
     * Checks that it may invoke the function.
     *
     * @throws AccessException if it may not
     */
    public void checkInvoke(String function) throws AccessException {
        String pattern = Pattern.quote(functions).replace("*", "\\E.*\\Q");
        if (!function.matches(pattern)) {
            throw AccessException.denied(
                    "User: " + id + " is not authorized to perform: lambda:InvokeFunction on resource: " + function
                            + " because its key is for " + functions);
        }
    }
}
