package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import dev.effe.Invocation;
import dev.effe.lambda.runtime.http.HttpCall;
import dev.effe.spi.InvokeRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Context} that a handler is given for a call. Nulls where AWS has them. Thread-safe. */
@SuppressWarnings("NullAway") // The interfaces of AWS are not null-marked; nulls are part of their contract.
final class CallContext implements Context {

    private final Invocation call;
    private final FunctionInfo function;
    private final String id;
    private final String arn;
    private final @Nullable Caller caller;
    private final @Nullable Identity identity;
    private final @Nullable String tenantId;
    private final @Nullable String traceId;

    private CallContext(
            Invocation call,
            FunctionInfo function,
            String id,
            String arn,
            @Nullable String traceId,
            @Nullable InvokeRequest invoke) {
        this.call = call;
        this.function = function;
        this.id = id;
        this.arn = arn;
        this.caller = invoke == null ? null : read(Caller.class, invoke.clientContext());
        this.identity = invoke == null ? null : read(Identity.class, invoke.cognitoIdentity());
        this.tenantId = invoke == null ? null : invoke.tenantId().orElse(null);
        this.traceId = traceId;
    }

    /**
     * Makes the context of a call by the Invoke API.
     *
     * @throws RuntimeException if the client context or the identity is not JSON
     */
    static CallContext of(InvokeRequest invoke, FunctionInfo function) {
        return new CallContext(
                invoke,
                function,
                invoke.id(),
                invoke.invokedFunctionArn(),
                invoke.traceId().orElse(null),
                invoke);
    }

    /** Makes the context of a call by HTTP. */
    static CallContext of(Invocation call, HttpCall http, FunctionInfo function) {
        return new CallContext(call, function, http.requestId(), function.arn(), http.traceId(), null);
    }

    /** Few callers send any, so that Gson is loaded for them only. */
    private static <T> @Nullable T read(Class<T> type, Optional<String> json) {
        String text = json.orElse("");
        return text.isEmpty()
                ? null
                : GsonFactory.getInstance().getSerializer(type).fromJson(text);
    }

    @Override
    public String getAwsRequestId() {
        return id;
    }

    @Override
    public String getLogGroupName() {
        return function.logGroup();
    }

    @Override
    public String getLogStreamName() {
        return function.logStream();
    }

    @Override
    public String getFunctionName() {
        return function.name();
    }

    @Override
    public String getFunctionVersion() {
        return function.version();
    }

    @Override
    public String getInvokedFunctionArn() {
        return arn;
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return identity;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return caller;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.min(Integer.MAX_VALUE, call.remaining().toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return function.memoryMegabytes();
    }

    @Override
    public LambdaLogger getLogger() {
        return LambdaRuntime.getLogger();
    }

    @Override
    public @Nullable String getTenantId() {
        return tenantId;
    }

    @Override
    public @Nullable String getXrayTraceId() {
        return traceId;
    }

    /** The client context, by the names of its JSON. Written by Gson. */
    private static final class Caller implements ClientContext {
        private @Nullable Installation client;
        private @Nullable Map<String, String> custom;
        private @Nullable Map<String, String> env;

        @Override
        public @Nullable Client getClient() {
            return client;
        }

        @Override
        public @Nullable Map<String, String> getCustom() {
            return custom;
        }

        @Override
        public @Nullable Map<String, String> getEnvironment() {
            return env;
        }
    }

    /** The caller's installation. Written by Gson. */
    private static final class Installation implements Client {
        private @Nullable String installation_id;
        private @Nullable String app_title;
        private @Nullable String app_version_name;
        private @Nullable String app_version_code;
        private @Nullable String app_package_name;

        @Override
        public @Nullable String getInstallationId() {
            return installation_id;
        }

        @Override
        public @Nullable String getAppTitle() {
            return app_title;
        }

        @Override
        public @Nullable String getAppVersionName() {
            return app_version_name;
        }

        @Override
        public @Nullable String getAppVersionCode() {
            return app_version_code;
        }

        @Override
        public @Nullable String getAppPackageName() {
            return app_package_name;
        }
    }

    /** Who the caller is. Written by Gson. */
    private static final class Identity implements CognitoIdentity {
        private @Nullable String cognitoIdentityId;
        private @Nullable String cognitoIdentityPoolId;

        @Override
        public @Nullable String getIdentityId() {
            return cognitoIdentityId;
        }

        @Override
        public @Nullable String getIdentityPoolId() {
            return cognitoIdentityPoolId;
        }
    }
}
