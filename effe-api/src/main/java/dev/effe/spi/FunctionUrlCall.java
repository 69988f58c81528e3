package dev.effe.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * A host's word on a request that came by the URL of a function.
 *
 * @param streamed true if the URL's invoke mode is {@code RESPONSE_STREAM}, which reads no answer but a streamed one
 * @param caller the sender, if the URL wants a signature
 */
public record FunctionUrlCall(boolean streamed, Optional<Caller> caller) {

    /**
     * The sender of a signed request.
     *
     * @param account the number of the account that the key is of
     * @param accessKey the id of the key that it is signed with, up to 128 characters
     */
    public record Caller(String account, String accessKey) {

        /** Checks that nothing is null. */
        public Caller {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(accessKey, "accessKey");
        }
    }

    /** Checks that nothing is null. */
    public FunctionUrlCall {
        Objects.requireNonNull(caller, "caller");
    }
}
