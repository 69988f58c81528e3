package dev.effe.host.api;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Qualifier;
import dev.effe.host.model.UrlConfig;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on the URLs of a function and of its aliases. Stateless. */
final class UrlOps {

    private static final String AUTH_TYPE = "AuthType";
    private static final String INVOKE_MODE = "InvokeMode";
    private static final String CORS = "Cors";
    private static final String SIGNED = "AWS_IAM";
    private static final String STREAMED = "RESPONSE_STREAM";
    private static final Pattern ALIAS = Pattern.compile("(?!^\\d+$)^[0-9a-zA-Z-_]+$");

    private final World world;

    UrlOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> create(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Constraints constraints = new Constraints();
        constraints.required(request.body().text(AUTH_TYPE), "authType");
        check(request, constraints);
        String qualifier = qualifier(request);
        if (state == null || (!Qualifier.isLatest(qualifier) && !state.aliases().containsKey(qualifier))) {
            throw ApiErrors.notFound("Function does not exist");
        }
        if (state.urls().containsKey(qualifier)) {
            throw ApiErrors.conflict("Failed to create function url config for [functionArn = " + request.arn(world)
                    + "]. Error message:  FunctionUrlConfig exists for this Lambda function");
        }
        Instant now = world.clock().instant();
        UrlConfig url = new UrlConfig(UrlIds.make(state.name(), qualifier, taken()), false, false, Map.of(), now, now);
        UrlConfig created = changed(url, request);
        Map<String, Object> fields = fields(state, qualifier, created, request);
        fields.remove("LastModifiedTime"); // As on AWS.
        return new Changed<>(state.withUrl(qualifier, created), ApiAnswer.created(fields));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        check(request, new Constraints());
        UrlConfig url = find(state, request);
        return new Changed<>(
                state, ApiAnswer.ok(fields(Objects.requireNonNull(state), qualifier(request), url, request)));
    }

    Changed<ApiAnswer> update(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        check(request, new Constraints());
        UrlConfig changed = changed(find(state, request), request);
        FunctionState found = Objects.requireNonNull(state);
        String qualifier = qualifier(request);
        return new Changed<>(
                found.withUrl(qualifier, changed), ApiAnswer.ok(fields(found, qualifier, changed, request)));
    }

    Changed<ApiAnswer> delete(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        check(request, new Constraints());
        find(state, request);
        return new Changed<>(Objects.requireNonNull(state).withoutUrl(qualifier(request)), ApiAnswer.noContent());
    }

    /** The URLs of a function and its aliases. */
    Changed<ApiAnswer> list(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        if (state == null) {
            throw ApiErrors.notFound("Function does not exist");
        }
        ApiAnswer answer = Page.of(
                request,
                "FunctionUrlConfigs",
                List.copyOf(state.urls().entrySet()),
                Map.Entry::getKey,
                marker -> marker,
                entry -> fields(state, entry.getKey(), entry.getValue(), request));
        return new Changed<>(state, answer);
    }

    private static void check(ApiRequest request, Constraints constraints) throws InvokeException {
        constraints.pattern(request.qualifier(), "qualifier", ALIAS, "((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
        constraints.oneOf(request.body().text(AUTH_TYPE), "authType", List.of("NONE", SIGNED));
        constraints.oneOf(request.body().text(INVOKE_MODE), "invokeMode", List.of("BUFFERED", STREAMED));
        constraints.check();
    }

    private static String qualifier(ApiRequest request) {
        return Objects.requireNonNullElse(request.qualifier(), Qualifier.LATEST);
    }

    private static UrlConfig find(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        UrlConfig url = state == null ? null : state.urls().get(qualifier(request));
        if (url == null) {
            throw ApiErrors.noResource();
        }
        return url;
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        world.all().get().forEach(state -> state.urls().values().forEach(url -> taken.add(url.id())));
        return taken;
    }

    /** The same with what a request names. */
    private UrlConfig changed(UrlConfig url, ApiRequest request) throws InvokeException {
        Fields body = request.body();
        String type = body.text(AUTH_TYPE);
        String mode = body.text(INVOKE_MODE);
        return new UrlConfig(
                url.id(),
                type == null ? url.signed() : type.equals(SIGNED),
                mode == null ? url.streamed() : mode.equals(STREAMED),
                body.has(CORS) ? UrlCors.read(body.object(CORS)) : url.cors(),
                url.created(),
                world.clock().instant());
    }

    private Map<String, Object> fields(FunctionState state, String qualifier, UrlConfig url, ApiRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FunctionUrl", world.address().url(url, request.origin()));
        fields.put(
                "FunctionArn",
                world.account()
                        .arn(state.name(), Qualifier.isLatest(qualifier) ? null : qualifier)
                        .toString());
        fields.put(AUTH_TYPE, url.signed() ? SIGNED : "NONE");
        if (!url.cors().isEmpty()) {
            fields.put(CORS, url.cors());
        }
        fields.put("CreationTime", url.created().toString());
        fields.put("LastModifiedTime", url.modified().toString());
        fields.put(INVOKE_MODE, url.streamed() ? STREAMED : "BUFFERED");
        return fields;
    }
}
