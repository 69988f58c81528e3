package dev.effe.host.api;

import dev.effe.host.model.EventConfig;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Qualifier;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The operations on the rules of a function's events, for each of its qualifiers. Stateless. */
final class EventConfigOps {

    private static final String RETRIES = "MaximumRetryAttempts";
    private static final String MAX_AGE = "MaximumEventAgeInSeconds";
    private static final String ON_SUCCESS = "OnSuccess";
    private static final String ON_FAILURE = "OnFailure";

    private final World world;
    private final EventDestinations destinations;

    EventConfigOps(World world) {
        this.world = world;
        this.destinations = new EventDestinations(world);
    }

    /** Sets all rules anew: those that are not named are AWS's own. */
    Changed<ApiAnswer> put(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        return set(state, request, new EventConfig(OptionalInt.empty(), OptionalInt.empty(), "", "", Instant.EPOCH));
    }

    /** Changes the rules that are named. */
    Changed<ApiAnswer> update(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        check(request);
        return set(state, request, find(function(state, request), request));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = function(state, request);
        return new Changed<>(state, ApiAnswer.ok(json(found, qualifier(request), find(found, request))));
    }

    Changed<ApiAnswer> delete(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = function(state, request);
        find(found, request);
        return new Changed<>(found.withoutEventConfig(qualifier(request)), ApiAnswer.noContent());
    }

    /** The rules of all qualifiers. */
    Changed<ApiAnswer> list(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        if (state == null) {
            throw ApiErrors.notFound("The function doesn't exist.");
        }
        ApiAnswer answer = Page.of(
                request,
                "FunctionEventInvokeConfigs",
                List.copyOf(state.eventConfigs().entrySet()),
                Map.Entry::getKey,
                marker -> marker,
                entry -> json(state, entry.getKey(), entry.getValue()));
        return new Changed<>(state, answer);
    }

    private Changed<ApiAnswer> set(@Nullable FunctionState state, ApiRequest request, EventConfig before)
            throws InvokeException {
        check(request);
        FunctionState found = function(state, request);
        Fields body = request.body();
        boolean keeps = !body.has(EventDestinations.CONFIG);
        EventConfig config = new EventConfig(
                number(body, RETRIES, before.retries()),
                number(body, MAX_AGE, before.maxAgeSeconds()),
                keeps ? before.onSuccess() : destinations.read(found, request, ON_SUCCESS),
                keeps ? before.onFailure() : destinations.read(found, request, ON_FAILURE),
                world.clock().instant());
        return new Changed<>(
                found.withEventConfig(qualifier(request), config),
                ApiAnswer.ok(json(found, qualifier(request), config)));
    }

    private static void check(ApiRequest request) throws InvokeException {
        Fields body = request.body();
        Constraints constraints = new Constraints();
        constraints.range(body.integer(RETRIES), "maximumRetryAttempts", 0, Limits.EVENT_RETRIES);
        constraints.range(
                body.integer(MAX_AGE), "maximumEventAgeInSeconds", Limits.MIN_EVENT_AGE, Limits.MAX_EVENT_AGE);
        constraints.check();
        if (!body.has(RETRIES) && !body.has(MAX_AGE) && !body.has(EventDestinations.CONFIG)) {
            throw InvokeException.invalidParameter(
                    "You must specify at least one of error handling or destination setting.");
        }
    }

    private static OptionalInt number(Fields body, String name, OptionalInt before) throws InvokeException {
        Integer number = body.integer(name);
        return number == null ? before : OptionalInt.of(number);
    }

    private static String qualifier(ApiRequest request) {
        return Objects.requireNonNullElse(request.qualifier(), Qualifier.LATEST);
    }

    /** The function, if it has what is named of it. */
    private static FunctionState function(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        String qualifier = qualifier(request);
        if (state == null || (!state.aliases().containsKey(qualifier) && state.version(qualifier) == null)) {
            throw ApiErrors.notFound("The function doesn't exist.");
        }
        return state;
    }

    private EventConfig find(FunctionState state, ApiRequest request) throws InvokeException {
        EventConfig config = state.eventConfigs().get(qualifier(request));
        if (config == null) {
            throw ApiErrors.notFound(
                    "The function " + request.arn(world, qualifier(request)) + " doesn't have an EventInvokeConfig");
        }
        return config;
    }

    private Map<String, Object> json(FunctionState state, String qualifier, EventConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("LastModified", config.modified().toEpochMilli() / 1000.0);
        fields.put("FunctionArn", world.account().arn(state.name(), qualifier).toString());
        config.retries().ifPresent(retries -> fields.put(RETRIES, retries));
        config.maxAgeSeconds().ifPresent(age -> fields.put(MAX_AGE, age));
        Map<String, Object> places = new LinkedHashMap<>();
        places.put(ON_SUCCESS, place(config.onSuccess()));
        places.put(ON_FAILURE, place(config.onFailure()));
        fields.put(EventDestinations.CONFIG, places);
        return fields;
    }

    private static Map<String, Object> place(String destination) {
        return destination.isEmpty() ? Map.of() : Map.of(EventDestinations.DESTINATION, destination);
    }
}
