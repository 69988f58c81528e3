package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.lambda.runtime.crac.Hooks;
import dev.effe.lambda.runtime.http.AnswerStream;
import dev.effe.lambda.runtime.http.EventShape;
import dev.effe.lambda.runtime.http.HttpCall;
import dev.effe.spi.FunctionErrorException;
import dev.effe.spi.HandlerSpec;
import dev.effe.spi.InvokeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOError;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A function that is an AWS Lambda handler. Each context is an instance of it, so that its fields are one call's alone
 * and static ones are shared; or all contexts are the same instance.
 */
public final class LambdaLogic implements Logic<HandlerInstance> {

    private static final String SNAP_START = "snap-start";

    private final HandlerSpec handler;
    private final FunctionInfo function;
    private final EventShape shape;
    private final TraceHeader traceHeader;
    private final FunctionLogger logger;
    private final Log4jContext log4j;
    private final boolean hasSnapshot;

    /** Written by init, before any start. */
    private @Nullable HandlerMaker maker;

    /** The instance that init made: the shared one, or one until a context takes it. */
    private final AtomicReference<@Nullable HandlerInstance> first = new AtomicReference<>();

    /**
     * Made by name, in a class loader of its own.
     *
     * @param variables the process's environment, completed with AWS's
     */
    public LambdaLogic(HandlerSpec handler, Map<String, String> variables) {
        this.handler = handler;
        this.function = FunctionInfo.of(variables);
        this.shape = EventShape.of(handler.http().shape(), function.frontDoor());
        this.traceHeader = new TraceHeader(handler);
        this.logger = FunctionLogger.of(handler.name(), variables);
        this.log4j = new Log4jContext(handler.loader());
        this.hasSnapshot = SNAP_START.equals(variables.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    @Override
    public Info info() {
        return new Info(function.name(), function.version(), "AWS Lambda handler " + handler.name());
    }

    /** Does all that AWS does before the first call: a handler that cannot be made ends the start. */
    @Override
    public void init(Setup setup) throws Exception {
        logger.install();
        Hooks.install();
        first.set(around(() -> {
            maker = HandlerMaker.of(handler.name(), handler.loader()); // Its static initialiser may register hooks too.
            return make();
        }));
    }

    @Override
    public HandlerInstance start() throws Exception {
        if (handler.sharesInstance()) {
            return Objects.requireNonNull(first.get(), "init was not called").shared();
        }
        HandlerInstance made = first.getAndSet(null);
        return made == null ? around(this::make) : made;
    }

    /** As AWS does: without a snapshot no hook is told of one. */
    private HandlerInstance around(Callable<HandlerInstance> maker) throws Exception {
        return hasSnapshot ? Hooks.around(maker) : maker.call();
    }

    private HandlerInstance make() {
        try {
            return Objects.requireNonNull(maker, "init was not called").make();
        } catch (Throwable t) {
            throw Thrown.unchecked(t);
        }
    }

    @Override
    public void run(HandlerInstance instance, Request request, Response response) throws Exception {
        instance.buffers().lend();
        try {
            if (request instanceof InvokeRequest invoke) {
                runInvoked(instance, invoke, response);
            } else {
                runByHttp(instance, request, response);
            }
        } finally {
            instance.buffers().takeBack();
        }
    }

    private void runInvoked(HandlerInstance instance, InvokeRequest invoke, Response response)
            throws FunctionErrorException {
        OutputStream payload = new OpenStream(response.header("Content-Type", "application/json").stream());
        try {
            instance.handler().handleRequest(invoke.stream(), payload, enter(CallContext.of(invoke, function)));
        } catch (Throwable failure) {
            throw failed(failure);
        } finally {
            exit();
        }
    }

    private void runByHttp(HandlerInstance instance, Request request, Response response) throws FunctionErrorException {
        HttpCall http = new HttpCall(request, handler.http().tls(), Instant.now());
        response.header("x-amzn-RequestId", http.requestId()).header("X-Amzn-Trace-Id", http.traceId());
        AnswerStream answer = new AnswerStream(shape, http, response);
        try {
            InputStream event = new ByteArrayInputStream(shape.event(http));
            instance.handler().handleRequest(event, answer, enter(CallContext.of(request, http, function)));
            answer.finish();
        } catch (Throwable failure) {
            FunctionErrorException error = failed(failure);
            answerFailure(answer);
            throw error;
        } finally {
            exit();
        }
    }

    private FunctionErrorException failed(Throwable failure) {
        return FunctionErrors.of(failure, logger.logs(failure));
    }

    private static void answerFailure(AnswerStream answer) {
        try {
            answer.fail();
        } catch (IllegalStateException e) {
            // Its deadline has passed: the client has an answer.
        }
    }

    /** From now on this thread is a call's, until {@link #exit}. */
    private Context enter(CallContext call) {
        traceHeader.enter(call.getXrayTraceId());
        log4j.enter(call.getAwsRequestId());
        logger.enter(call);
        return call;
    }

    private void exit() {
        logger.exit();
        log4j.exit();
        traceHeader.exit();
    }

    /** As on AWS, where an exception ends the call and not the process. */
    @Override
    public boolean reusable(HandlerInstance instance, Throwable failure) {
        Throwable cause = failure.getCause();
        return !(cause instanceof VirtualMachineError) && !(cause instanceof IOError);
    }

    @Override
    public void stop(HandlerInstance instance) throws Exception {
        if (!handler.sharesInstance()) {
            instance.close();
        }
    }

    @Override
    public void close() throws Exception {
        HandlerInstance left = first.getAndSet(null);
        if (left != null) {
            left.close();
        }
    }
}
