package dev.effe.lambda.runtime;

import dev.effe.spi.HandlerSpec;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Tells AWS's SDKs a call's X-Ray trace, where they look for it: in a system property, which only a handler with one
 * context can have, or in a thread-local of the AWS SDK for Java from 2.34. Thread-safe.
 */
final class TraceHeader {

    private static final String PROPERTY = "com.amazonaws.xray.traceHeader";
    private static final String KEY = "AWS_LAMBDA_X_TRACE_ID";
    private static final String SDK = "software.amazon.awssdk.utilslite.SdkInternalThreadLocal";

    private final boolean alone;
    private final @Nullable MethodHandle put;

    TraceHeader(HandlerSpec handler) {
        alone = handler.maxContexts() == 1;
        put = alone ? null : put(handler.loader());
    }

    /** Null if the handler does not bring that SDK. */
    private static @Nullable MethodHandle put(ClassLoader loader) {
        try {
            MethodType twoTexts = MethodType.methodType(void.class, String.class, String.class);
            return MethodHandles.publicLookup().findStatic(Class.forName(SDK, false, loader), "put", twoTexts);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /** Before a call. */
    void enter(@Nullable String traceId) {
        if (alone && traceId != null) {
            System.setProperty(PROPERTY, traceId);
        }
        putInThread(traceId);
    }

    /** After it, on the same thread. */
    void exit() {
        if (alone) {
            System.clearProperty(PROPERTY);
        }
        putInThread(null);
    }

    private void putInThread(@Nullable String traceId) {
        if (put == null) {
            return;
        }
        try {
            put.invoke(KEY, traceId);
        } catch (Throwable t) {
            throw Thrown.unchecked(t);
        }
    }
}
