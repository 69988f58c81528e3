package dev.effe.server.access;

import java.io.Serial;

/** Why a request is refused for want of a right, in the words that AWS's clients know. */
public final class AccessException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String type;

    private AccessException(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** Refuses a request that is not signed. */
    public static AccessException missing() {
        return new AccessException("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static AccessException incomplete(String message) {
        return new AccessException("IncompleteSignatureException", message);
    }

    static AccessException unknownKey() {
        return new AccessException(
                "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    static AccessException invalid(String message) {
        return new AccessException("InvalidSignatureException", message);
    }

    static AccessException wrongSignature() {
        return invalid("The request signature we calculated does not match the signature you provided. Check your AWS"
                + " Secret Access Key and signing method. Consult the service documentation for details.");
    }

    /** Refuses a request for another reason than its signature. */
    public static AccessException denied(String message) {
        return new AccessException("AccessDeniedException", message);
    }

    /** The name of AWS's error. */
    public String type() {
        return type;
    }
}
