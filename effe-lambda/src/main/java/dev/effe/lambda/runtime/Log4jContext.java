package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Tells Log4j a call's id, as AWS's runtime does: where the function logs by AWS's appender for Log4j, which says so when
 * it is made. Thread-safe.
 */
final class Log4jContext {

    private static final String KEY = "AWSRequestId";
    private static final String CONTEXT = "org.apache.logging.log4j.ThreadContext";

    private final ClassLoader loader;

    /** Looked for when there is an appender. */
    private volatile @Nullable Methods methods;

    Log4jContext(ClassLoader loader) {
        this.loader = loader;
    }

    private record Methods(MethodHandle put, MethodHandle remove) {

        static Methods of(ClassLoader loader) throws ReflectiveOperationException {
            Class<?> type = Class.forName(CONTEXT, true, loader);
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return new Methods(
                    lookup.findStatic(type, "put", MethodType.methodType(void.class, String.class, String.class)),
                    lookup.findStatic(type, "remove", MethodType.methodType(void.class, String.class)));
        }
    }

    /** Before a call, on its thread. */
    void enter(String requestId) {
        if (!LambdaRuntimeInternal.getUseLog4jAppender()) {
            return;
        }
        try {
            Methods found = methods;
            if (found == null) {
                found = Methods.of(loader);
                methods = found;
            }
            found.put().invokeExact(KEY, requestId);
        } catch (ReflectiveOperationException | LinkageError e) {
            // There is an appender without its Log4j: AWS tells nobody either.
        } catch (Throwable t) {
            throw Thrown.unchecked(t);
        }
    }

    /** After it, on the same thread: the next call there may be another's. */
    void exit() {
        Methods found = methods;
        if (found == null) {
            return;
        }
        try {
            found.remove().invokeExact(KEY);
        } catch (Throwable t) {
            throw Thrown.unchecked(t);
        }
    }
}
