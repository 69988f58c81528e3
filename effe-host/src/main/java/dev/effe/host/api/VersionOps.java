package dev.effe.host.api;

import dev.effe.host.model.Alias;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Qualifier;
import dev.effe.host.store.Functions.Changed;
import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on versions. Stateless. */
final class VersionOps {

    private final World world;

    VersionOps(World world) {
        this.world = world;
    }

    Changed<ApiAnswer> publish(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = Found.function(state, request, world);
        String description = request.body().text("Description");
        Constraints constraints = new Constraints();
        constraints.length(description, "description", 0, Limits.DESCRIPTION);
        constraints.check();
        if (request.body().text("PublishTo") != null) {
            throw ApiErrors.unsupported("PublishTo");
        }
        String revision = request.body().text("RevisionId");
        if (revision != null && !revision.equals(found.latest().revisionId())) {
            throw ApiErrors.changedSince();
        }
        String sent = request.body().text("CodeSha256");
        String current = found.latest().config().code().base64();
        if (sent != null && !sent.isEmpty() && !sent.equals(current)) {
            throw InvokeException.invalidParameter("CodeSHA256 (" + sent + ") is different from current CodeSHA256 in"
                    + " $LATEST (" + current + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        Publishing published = Publishing.of(found, description, world);
        FunctionVersion version = published.version();
        return new Changed<>(
                published.state(),
                ApiAnswer.created(ConfigurationJson.of(
                        published.state(), version, world.account().arn(found.name(), version.version()))));
    }

    /** {@code $LATEST} first: clients know it by its place. */
    Changed<ApiAnswer> list(@Nullable FunctionState state, ApiRequest request) throws InvokeException {
        FunctionState found = Found.any(state, request, world);
        ApiAnswer answer = Page.of(
                request,
                "Versions",
                found.allVersions(),
                FunctionVersion::number,
                VersionOps::numberOf,
                version ->
                        ConfigurationJson.listed(found, version, world.account().arn(found.name(), version.version())));
        return new Changed<>(state, answer);
    }

    private static Integer numberOf(String marker) {
        if (!Qualifier.isNumber(marker) || marker.length() > 9) {
            throw new IllegalArgumentException("no marker");
        }
        return Integer.parseInt(marker);
    }

    /** A version among those of all functions. */
    private record Listed(FunctionState state, FunctionVersion version) {

        /** Sorted as functions are by their names: a blank comes before all that a name may have. */
        String key() {
            return String.format("%s %09d", state.name(), version.number());
        }
    }

    static ApiAnswer ofAll(ApiRequest request, World world) throws InvokeException {
        List<Listed> all = new ArrayList<>();
        for (FunctionState state : world.all().get()) {
            state.allVersions().forEach(version -> all.add(new Listed(state, version)));
        }
        return Page.of(
                request,
                "Functions",
                all,
                Listed::key,
                marker -> marker,
                one -> ConfigurationJson.listed(
                        one.state(),
                        one.version(),
                        world.account().arn(one.state().name(), one.version().version())));
    }

    /**
     * The state without a version.
     *
     * @throws InvokeException if an alias has it
     */
    static FunctionState without(FunctionState state, String version) throws InvokeException {
        List<String> aliases = state.aliases().values().stream()
                .filter(alias -> alias.pointsTo(version))
                .map(Alias::name)
                .toList();
        if (!aliases.isEmpty()) {
            throw ApiErrors.conflict("Unable to delete version because the following aliases reference it: " + aliases);
        }
        return state.version(version) == null ? state : state.withoutVersion(Qualifier.number(version));
    }
}
