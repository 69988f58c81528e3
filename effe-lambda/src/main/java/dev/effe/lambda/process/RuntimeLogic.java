package dev.effe.lambda.process;

import dev.effe.Info;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import dev.effe.lambda.runtime.http.AnswerStream;
import dev.effe.lambda.runtime.http.EventShape;
import dev.effe.lambda.runtime.http.FrontDoor;
import dev.effe.lambda.runtime.http.HttpCall;
import dev.effe.spi.FunctionErrorException;
import dev.effe.spi.InvokeRequest;
import dev.effe.spi.RuntimeSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A function that is a program in any language, by AWS's rules: a process has one call at a time; one that has timed out is
 * killed, one that has died is replaced, and what it was given is told to have failed and is never given to another.
 */
final class RuntimeLogic implements Logic<Seat> {

    /** Nobody's: AWS's own are never all zero. */
    private static final String ACCOUNT = "000000000000";

    private final RuntimeSpec runtime;
    private final Program program;
    private final Map<String, String> environment;
    private final Map<String, String> variables;
    private final EventShape shape;

    /** Written by init, before any start. */
    private @Nullable Processes processes;

    /** The context that init made, until it is started. */
    private final AtomicReference<@Nullable Seat> first = new AtomicReference<>();

    RuntimeLogic(RuntimeSpec runtime, Program program, Map<String, String> environment) {
        this.runtime = runtime;
        this.program = program;
        this.environment = environment;
        this.variables = Launcher.variables(runtime, environment);
        this.shape = EventShape.of(
                runtime.http().shape(), new FrontDoor(variable("AWS_LAMBDA_FUNCTION_NAME"), region(), ACCOUNT));
    }

    private String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    private String region() {
        return variables.getOrDefault("AWS_REGION", "us-east-1");
    }

    private String arn() {
        return "arn:aws:lambda:" + region() + ":" + ACCOUNT + ":function:" + variable("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public Info info() {
        return new Info(
                variable("AWS_LAMBDA_FUNCTION_NAME"),
                variable("AWS_LAMBDA_FUNCTION_VERSION"),
                "Function of the runtime " + runtime.name());
    }

    /** Starts the first process: a program that cannot start ends the server's start. */
    @Override
    public void init(Setup setup) throws Exception {
        Processes made = Processes.of(runtime, program, environment);
        processes = made;
        boolean good = false;
        try {
            Seat seat = new Seat();
            made.seat(seat);
            first.set(seat);
            good = true;
        } finally {
            if (!good) {
                made.close();
            }
        }
    }

    private Processes processes() {
        return Objects.requireNonNull(processes, "init was not called");
    }

    /** As on AWS, a call is told if its process cannot start: such a context is one that fails once. */
    @Override
    public Seat start() throws Exception {
        Seat made = first.getAndSet(null);
        if (made != null) {
            return made;
        }
        Seat seat = new Seat();
        try {
            processes().seat(seat);
        } catch (InitException e) {
            seat.fail(e);
        }
        return seat;
    }

    @Override
    public void run(Seat seat, Request request, Response response) throws Exception {
        if (request instanceof InvokeRequest invoke) {
            Payload payload = new Payload(response);
            call(seat, Event.of(invoke), payload);
            payload.open();
        } else {
            runByHttp(seat, request, response);
        }
    }

    /** The payload of an answer, whose stream is opened with its first part. */
    private static final class Payload implements RuntimeProcess.Sink {

        private final Response response;
        private @Nullable OutputStream stream;

        Payload(Response response) {
            this.response = response;
        }

        OutputStream open() {
            if (stream == null) {
                stream = response.header("Content-Type", "application/json").stream();
            }
            return stream;
        }

        @Override
        public void write(byte[] part) throws IOException {
            OutputStream out = open();
            out.write(part);
            out.flush(); // A client that reads a stream has each part as it is written.
        }
    }

    private void runByHttp(Seat seat, Request request, Response response) throws Exception {
        HttpCall http = new HttpCall(request, runtime.http().tls(), Instant.now());
        response.header("x-amzn-RequestId", http.requestId()).header("X-Amzn-Trace-Id", http.traceId());
        AnswerStream answer = new AnswerStream(shape, http, response);
        try {
            Event event = Event.of(http, arn(), request.remaining(), shape.event(http));
            call(seat, event, part -> {
                answer.write(part, 0, part.length);
                answer.flush();
            });
            answer.finish();
        } catch (FunctionErrorException e) {
            answer.fail();
            throw e;
        } catch (IOException e) {
            answer.fail();
            byte[] error = ErrorText.of("Runtime.InvalidResponse", String.valueOf(e.getMessage()));
            throw new FunctionErrorException(error, ErrorText.shown(error), e);
        }
    }

    private void call(Seat seat, Event event, RuntimeProcess.Sink sink) throws Exception {
        InitException failed = seat.takeFailure();
        if (failed != null) {
            throw told(failed);
        }
        if (!seat.isUsable()) {
            renew(seat); // It has died since its last call.
        }
        try {
            process(seat).call(event, sink);
        } catch (NotTakenException e) {
            renew(seat); // It has died just now.
            callOnce(seat, event, sink);
        }
    }

    /** Tells the caller of a process that dies before each call. */
    private static void callOnce(Seat seat, Event event, RuntimeProcess.Sink sink) throws Exception {
        try {
            process(seat).call(event, sink);
        } catch (NotTakenException e) {
            byte[] error = ErrorText.exited("RequestId: " + event.id() + " Error: ", e.status());
            throw new FunctionErrorException(error, ErrorText.shown(error), e);
        }
    }

    private static RuntimeProcess process(Seat seat) {
        return Objects.requireNonNull(seat.process(), "A seat has a process");
    }

    private void renew(Seat seat) throws Exception {
        processes().leave(seat);
        try {
            processes().seat(seat);
        } catch (InitException e) {
            throw told(e);
        }
    }

    private static FunctionErrorException told(InitException failed) {
        return new FunctionErrorException(failed.error(), String.valueOf(failed.getMessage()), null);
    }

    @Override
    public boolean usable(Seat seat) {
        return seat.isUsable();
    }

    /** As on AWS, where an error ends the call and not the process. */
    @Override
    public boolean reusable(Seat seat, Throwable failure) {
        return seat.isUsable();
    }

    @Override
    public void stop(Seat seat) throws Exception {
        processes().leave(seat);
    }

    @Override
    public void close() throws Exception {
        Seat left = first.getAndSet(null);
        if (left != null) {
            stop(left);
        }
        processes().close();
    }
}
