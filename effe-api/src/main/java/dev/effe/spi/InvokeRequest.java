package dev.effe.spi;

import dev.effe.Request;
import java.util.Optional;

/**
 * A request that came in by AWS Lambda's Invoke API instead of plain HTTP: its body is the payload, which is JSON, and
 * its {@link #id} is the {@code awsRequestId}. The route makes it, so no header that a client sends can turn another
 * request into one.
 *
 * <p>The body that the function gives is the answer's payload. A {@link FunctionErrorException} is answered as the
 * function error that it describes, and any other exception as one too: here, and nowhere else, the caller is told the
 * exception's class, message and stack.
 */
public interface InvokeRequest extends Request {

    /**
     * Which function was invoked.
     *
     * @return its ARN, with the alias or version if the caller named one
     */
    String invokedFunctionArn();

    /**
     * The caller's description of itself.
     *
     * @return the decoded {@code X-Amz-Client-Context}: JSON, not checked
     */
    Optional<String> clientContext();

    /**
     * Who the caller is, if Amazon Cognito says so.
     *
     * @return JSON with {@code cognitoIdentityId} and {@code cognitoIdentityPoolId}, not checked
     */
    Optional<String> cognitoIdentity();

    /**
     * For whom the call is.
     *
     * @return the {@code X-Amz-Tenant-Id} header
     */
    Optional<String> tenantId();

    /**
     * The X-Ray trace that the call belongs to.
     *
     * @return the {@code X-Amzn-Trace-Id}, from the caller or made for this call
     */
    Optional<String> traceId();
}
