package dev.effe.host.api;

import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Qualifier;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on functions, their code and their configuration. Stateless. */
final class FunctionOps {

    private static final Logger log = LoggerFactory.getLogger(FunctionOps.class);

    private final World world;
    private final CodeLinks links;

    FunctionOps(World world, CodeLinks links) {
        this.world = world;
        this.links = links;
    }

    Changed<ApiAnswer> create(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        CodeRef code = request.code();
        CodeSource.check(request.body().object("Code"), code);
        if (state != null) {
            throw ApiErrors.conflict("Function already exist: " + state.name());
        }
        CalledFunctions.check(request);
        VersionConfig config = ConfigurationReader.create(request.body(), Objects.requireNonNull(code), world);
        warn(request.name(), config);
        FunctionState created = FunctionState.of(request.name(), changed(config))
                .withTags(TagOps.tags(request.body().object("Tags")));
        FunctionVersion version = created.latest();
        if (request.body().flag("Publish")) {
            Publishing published = Publishing.of(created, null, world);
            created = published.state();
            version = published.version();
        }
        Map<String, Object> fields =
                ConfigurationJson.of(created, version, world.account().arn(created.name()));
        return new Changed<>(created, ApiAnswer.created(fields));
    }

    Changed<ApiAnswer> get(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionVersion version = Found.version(state, request, world);
        FunctionState found = Objects.requireNonNull(state);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Configuration", configuration(found, version, request));
        Map<String, Object> code = new LinkedHashMap<>();
        code.put("RepositoryType", "S3");
        code.put("Location", links.link(request.origin(), version.config().code()));
        fields.put("Code", code);
        if (!found.tags().isEmpty()) {
            fields.put("Tags", found.tags());
        }
        found.reserved().ifPresent(calls -> fields.put("Concurrency", Map.of("ReservedConcurrentExecutions", calls)));
        return new Changed<>(state, ApiAnswer.ok(fields));
    }

    Changed<ApiAnswer> getConfiguration(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionVersion version = Found.version(state, request, world);
        return new Changed<>(state, ApiAnswer.ok(configuration(Objects.requireNonNull(state), version, request)));
    }

    /** The list of all functions, or of all versions of all. */
    Changed<ApiAnswer> list(@Nullable FunctionState none, ApiRequest request) throws InvokeException {
        String wanted = request.parameter("FunctionVersion");
        Constraints constraints = new Constraints();
        constraints.oneOf(wanted, "functionVersion", List.of("ALL"));
        constraints.check();
        return new Changed<>(none, wanted == null ? functions(request) : VersionOps.ofAll(request, world));
    }

    private ApiAnswer functions(ApiRequest request) throws InvokeException {
        return Page.of(
                request,
                "Functions",
                List.copyOf(world.all().get()),
                FunctionState::name,
                marker -> marker,
                state -> ConfigurationJson.listed(
                        state, state.latest(), world.account().arn(state.name())));
    }

    Changed<ApiAnswer> updateConfiguration(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = Found.function(state, request, world);
        checkRevision(found, request);
        CalledFunctions.check(request);
        VersionConfig config =
                ConfigurationReader.change(request.body(), found.latest().config(), world);
        warn(found.name(), config);
        FunctionState updated = found.withLatest(changed(config));
        return new Changed<>(
                updated,
                ApiAnswer.ok(ConfigurationJson.of(
                        updated, updated.latest(), world.account().arn(updated.name()))));
    }

    Changed<ApiAnswer> updateCode(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = Found.function(state, request, world);
        checkRevision(found, request);
        CodeRef code = request.code();
        CodeSource.check(request.body(), code);
        VersionConfig config = ConfigurationReader.architectures(
                found.latest().config().withCode(Objects.requireNonNull(code)), request.body());
        FunctionState updated = found.withLatest(changed(config));
        FunctionVersion version = updated.latest();
        boolean publish = request.body().flag("Publish");
        if (publish) {
            Publishing published = Publishing.of(updated, null, world);
            updated = published.state();
            version = published.version();
        }
        ApiAnswer answer = ApiAnswer.ok(ConfigurationJson.of(
                updated, version, world.account().arn(updated.name(), publish ? version.version() : null)));
        return new Changed<>(request.body().flag("DryRun") ? found : updated, answer);
    }

    Changed<ApiAnswer> delete(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        String qualifier = request.qualifier();
        if (qualifier != null && Qualifier.isLatest(qualifier)) {
            throw InvokeException.invalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }
        if (qualifier != null && !Qualifier.isNumber(qualifier)) {
            throw InvokeException.invalidParameter("Deletion of aliases is not currently supported.");
        }
        if (state == null) {
            throw ApiErrors.functionNotFound(request.arn(world, null));
        }
        return new Changed<>(qualifier == null ? null : VersionOps.without(state, qualifier), ApiAnswer.noContent());
    }

    private FunctionVersion changed(VersionConfig config) {
        return FunctionVersion.latest(
                config, world.newIds().get(), world.clock().instant());
    }

    private Map<String, Object> configuration(FunctionState state, FunctionVersion version, ApiRequest request) {
        return ConfigurationJson.of(state, version, world.account().arn(state.name(), request.qualifier()));
    }

    private static void checkRevision(FunctionState state, ApiRequest request) throws InvokeException {
        String revision = request.body().text("RevisionId");
        if (revision != null && !revision.equals(state.latest().revisionId())) {
            throw ApiErrors.changedSince();
        }
    }

    /** One line for all that AWS would act on. Role is not worth one: every client must send it. */
    private static void warn(String name, VersionConfig config) {
        List<String> without = config.kept().keySet().stream()
                .filter(field -> !field.equals("Role") && !field.equals("Architectures"))
                .toList();
        if (!without.isEmpty()) {
            log.warn("The function {} has fields that are kept but have no effect on this host: {}", name, without);
        }
    }
}
