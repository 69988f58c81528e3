package dev.effe.host.api;

import dev.effe.host.model.Alias;
import dev.effe.host.model.Arn;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Past;
import dev.effe.host.model.Weight;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on aliases. Stateless. */
final class AliasOps {

    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final Pattern VERSION = Pattern.compile("(\\$LATEST(\\.PUBLISHED)?|[0-9]+)");
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VERSION = 1024;

    private final World world;

    AliasOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> create(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Fields body = request.body();
        String name = body.text("Name");
        String version = body.text("FunctionVersion");
        Constraints constraints = new Constraints();
        constraints.required(name, "name");
        constraints.required(version, "functionVersion");
        check(constraints, name, version, body.text("Description"));
        FunctionState found = function(state, request);
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        if (found.aliases().containsKey(name)) {
            throw ApiErrors.conflict("Alias already exists: " + arn(found, name));
        }
        checkVersion(found, request, version);
        Alias alias = new Alias(
                name,
                version,
                weight(found, request, version),
                Objects.requireNonNullElse(body.text("Description"), ""),
                world.newIds().get(),
                List.of());
        return new Changed<>(found.withAlias(alias), ApiAnswer.created(json(found, alias)));
    }

    Changed<ApiAnswer> update(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Fields body = request.body();
        String wanted = body.text("FunctionVersion");
        String description = body.text("Description");
        check(new Constraints(), request.item(), wanted, description);
        FunctionState found = function(state, request);
        Alias alias = found.aliases().get(request.item());
        if (alias == null) {
            throw ApiErrors.notFound("Alias not found: " + request.arn(world, request.item()));
        }
        String revision = body.text("RevisionId");
        if (revision != null && !revision.equals(alias.revisionId())) {
            throw ApiErrors.changedSince();
        }
        String version = Objects.requireNonNullElse(wanted, alias.version());
        checkVersion(found, request, version);
        Weight other = body.has("RoutingConfig") ? weight(found, request, version) : alias.other();
        if (other != null) {
            checkPair(version, other.version());
        }
        Alias moved = alias.moved(
                        version,
                        other,
                        world.newIds().get(),
                        world.clock().instant(),
                        request.caller().id())
                .withDescription(Objects.requireNonNullElse(description, alias.description()));
        return new Changed<>(found.withAlias(moved), ApiAnswer.ok(json(found, moved)));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Alias alias = find(state, request);
        return new Changed<>(state, ApiAnswer.ok(json(Objects.requireNonNull(state), alias)));
    }

    Changed<ApiAnswer> list(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = function(state, request);
        String version = request.parameter("FunctionVersion");
        List<Alias> aliases = new ArrayList<>(found.aliases().values());
        aliases.removeIf(alias -> version != null && !alias.pointsTo(version));
        return new Changed<>(
                state,
                Page.of(request, "Aliases", aliases, Alias::name, marker -> marker, alias -> json(found, alias)));
    }

    /** An alias that is absent is as good as deleted. */
    Changed<ApiAnswer> delete(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = function(state, request);
        boolean there = found.aliases().containsKey(request.item());
        return new Changed<>(there ? found.withoutAlias(request.item()) : found, ApiAnswer.noContent());
    }

    /** The earlier targets of an alias, the newest first: of this host's own. */
    Changed<ApiAnswer> history(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Alias alias = find(state, request);
        List<Map<String, Object>> history = new ArrayList<>();
        for (Past past : alias.history()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("FunctionVersion", past.version());
            routing(fields, past.other());
            fields.put("Until", past.at().toString());
            fields.put("By", past.by());
            history.add(fields);
        }
        Map<String, Object> fields = json(Objects.requireNonNull(state), alias);
        fields.put("History", history);
        return new Changed<>(state, ApiAnswer.ok(fields));
    }

    private Alias find(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        Alias alias = function(state, request).aliases().get(request.item());
        if (alias == null) {
            throw ApiErrors.notFound("Cannot find alias arn: " + request.arn(world, request.item()));
        }
        return alias;
    }

    private FunctionState function(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        return Found.function(state, request, world);
    }

    private static void check(
            Constraints constraints, @Nullable String name, @Nullable String version, @Nullable String description)
            throws InvokeException {
        constraints.length(name, "name", 1, LONGEST_NAME);
        constraints.pattern(name, "name", NAME);
        constraints.length(version, "functionVersion", 1, LONGEST_VERSION);
        constraints.pattern(version, "functionVersion", VERSION);
        constraints.length(description, "description", 0, Limits.DESCRIPTION);
        constraints.check();
    }

    private void checkVersion(FunctionState state, ApiRequest request, String version) throws InvokeException {
        if (state.version(version) == null) {
            throw ApiErrors.functionNotFound(request.arn(world, version));
        }
    }

    /** The weight of the second version; null if none is named. */
    private @Nullable Weight weight(FunctionState state, ApiRequest request, String version) throws InvokeException {
        Fields weights = request.body().object("RoutingConfig").object("AdditionalVersionWeights");
        if (weights.members().isEmpty()) {
            return null;
        }
        if (weights.members().size() > 1) {
            throw InvokeException.invalidParameter(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        String other = weights.members().keySet().iterator().next();
        double share = Objects.requireNonNull(weights.number(other));
        Constraints constraints = new Constraints();
        String shown = "{" + other + "=" + share + "}";
        String member = "routingConfig.additionalVersionWeights";
        if (!(share >= 0 && share <= 1)) {
            constraints.add(
                    shown,
                    member,
                    "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must"
                            + " have value greater than or equal to 0.0, Member must not be null]");
        }
        if (!other.matches("[0-9]{1,1024}")) {
            constraints.add(
                    shown,
                    member,
                    "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must"
                            + " have length greater than or equal to 1, Member must satisfy regular expression pattern:"
                            + " [0-9]+]");
        }
        constraints.check();
        checkPair(version, other);
        checkVersion(state, request, other);
        return new Weight(other, share);
    }

    private static void checkPair(String version, String other) throws InvokeException {
        if (version.equals(other)) {
            throw InvokeException.invalidParameter("Invalid function version " + version + ". Function version "
                    + version + " is already included in routing configuration.");
        }
        if (version.startsWith("$")) {
            throw InvokeException.invalidParameter(
                    "$LATEST is not supported for an alias pointing to more than 1 version");
        }
    }

    private Arn arn(FunctionState state, String alias) {
        return world.account().arn(state.name(), alias);
    }

    private Map<String, Object> json(FunctionState state, Alias alias) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("AliasArn", arn(state, alias.name()).toString());
        fields.put("Name", alias.name());
        fields.put("FunctionVersion", alias.version());
        fields.put("Description", alias.description());
        routing(fields, alias.other());
        fields.put("RevisionId", alias.revisionId());
        return fields;
    }

    private static void routing(Map<String, Object> fields, @Nullable Weight other) {
        if (other != null) {
            fields.put("RoutingConfig", Map.of("AdditionalVersionWeights", Map.of(other.version(), other.share())));
        }
    }
}
