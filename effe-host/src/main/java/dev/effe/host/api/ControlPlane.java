package dev.effe.host.api;

import dev.effe.Request;
import dev.effe.host.access.BodySize;
import dev.effe.host.access.Caller;
import dev.effe.host.json.MalformedJsonException;
import dev.effe.host.model.Account;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Runtimes;
import dev.effe.host.store.BadZipException;
import dev.effe.host.store.CodeStore;
import dev.effe.host.store.Functions;
import dev.effe.host.store.ReceivedBody;
import dev.effe.host.store.StoreException;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the operations of the control plane on the functions of the host. Thread-safe; its methods block. */
public final class ControlPlane {

    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);
    private static final String FAILED = "The service encountered an internal error; the host's log says which.";

    private final Functions functions;
    private final CodeStore codes;
    private final PublicAddress address;
    private final World world;
    private final CodeLinks links;
    private final Operations operations;

    /** Held by changes that depend on what all functions have. */
    private final ReentrantLock reservations = new ReentrantLock();

    /**
     * Makes it.
     *
     * @param secret that links are signed with
     * @param address that clients reach the host by
     * @param concurrency the calls at once of all functions
     * @param runtimes those that functions may have
     */
    public ControlPlane(
            Functions functions,
            CodeStore codes,
            Account account,
            byte[] secret,
            PublicAddress address,
            int concurrency,
            Runtimes runtimes,
            InstantSource clock) {
        this.functions = functions;
        this.address = address;
        this.codes = codes;
        this.links = new CodeLinks(secret, clock);
        this.world = new World(
                account,
                address,
                functions::all,
                concurrency,
                runtimes,
                clock,
                () -> UUID.randomUUID().toString());
        this.operations = new Operations(world, links);
    }

    Functions functions() {
        return functions;
    }

    CodeStore codes() {
        return codes;
    }

    CodeLinks links() {
        return links;
    }

    World world() {
        return world;
    }

    /**
     * Answers a request.
     *
     * @throws InvokeException for an error of the client or of the host, or if the caller may not
     */
    ApiAnswer answer(Request request, Caller caller) throws InvokeException {
        Endpoint endpoint = operations.find(request.method(), Endpoint.path(request));
        if (endpoint == null) {
            throw InvokeException.user(
                    "UnknownOperationException",
                    404,
                    "This host serves no such operation: " + request.method() + " " + Endpoint.path(request));
        }
        caller.checkRole(endpoint.name()); // Before anything of it is kept.
        checkSize(request, endpoint);
        try (ReceivedBody body = ReceivedBody.read(request, endpoint.binary(), codes)) {
            return run(endpoint, request, body, caller);
        } catch (MalformedJsonException e) {
            throw ApiErrors.serialization(String.valueOf(e.getMessage()));
        } catch (BadZipException e) {
            String message = String.valueOf(e.getMessage());
            throw e.kind() == BadZipException.Kind.ZIPPED_SIZE
                    ? ApiErrors.tooLarge(message)
                    : InvokeException.invalidParameter(message);
        } catch (StoreException e) {
            log.error("{} failed", endpoint.name(), e);
            throw InvokeException.service(FAILED);
        }
    }

    private static void checkSize(Request request, Endpoint endpoint) throws InvokeException {
        int limit = endpoint.binary().isEmpty() ? Limits.REQUEST_BYTES : Limits.CODE_REQUEST_BYTES;
        if (BodySize.exceeds(request, limit)) {
            throw tooLarge(endpoint.name(), limit);
        }
    }

    static InvokeException tooLarge(String operation, int limit) {
        return ApiErrors.tooLarge(
                "Request must be smaller than " + limit + " bytes for the " + operation + " operation");
    }

    private ApiAnswer run(Endpoint endpoint, Request request, ReceivedBody received, Caller caller)
            throws InvokeException, BadZipException, StoreException {
        Fields body = new Fields(received.members());
        Naming naming = naming(endpoint, request, body);
        caller.checkAdmin(
                endpoint.name(), naming == null ? null : naming.function().name());
        CodeRef code = received.keepCode();
        ApiRequest read = new ApiRequest(
                naming == null ? null : naming.function(),
                naming == null ? null : naming.qualifier(),
                item(endpoint, request),
                request.query(),
                body,
                code,
                caller,
                address.scheme() + "://" + request.header("Host").orElse("localhost"));
        String name = naming == null ? "" : naming.function().name();
        Operation operation = endpoint.operation();
        return switch (endpoint.kind()) {
            case READ -> operation.apply(functions.get(name), read).answer();
            case CHANGE, CREATE -> change(name, operation, read);
            case RESERVE -> reserve(name, operation, read);
        };
    }

    private ApiAnswer change(String name, Operation operation, ApiRequest request)
            throws InvokeException, StoreException {
        return functions.<ApiAnswer, InvokeException>change(name, state -> operation.apply(state, request));
    }

    private ApiAnswer reserve(String name, Operation operation, ApiRequest request)
            throws InvokeException, StoreException {
        reservations.lock();
        try {
            return change(name, operation, request);
        } finally {
            reservations.unlock();
        }
    }

    private static @Nullable Naming naming(Endpoint endpoint, Request request, Fields body) throws InvokeException {
        if (endpoint.kind() == Endpoint.Kind.CREATE) {
            return Naming.ofNew(body.text("FunctionName"));
        }
        String segment = endpoint.segment(Endpoint.FUNCTION, Endpoint.segments(Endpoint.path(request)));
        return segment == null
                ? null
                : Naming.of(segment, request.query("Qualifier").orElse(null));
    }

    private static String item(Endpoint endpoint, Request request) {
        String segment = endpoint.segment(Endpoint.ITEM, Endpoint.segments(Endpoint.path(request)));
        return segment == null ? "" : FunctionName.decoded(segment);
    }
}
