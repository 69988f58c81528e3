package dev.effe.tool.deploy;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.DeployTarget;
import dev.effe.tool.remote.LambdaCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function of effe.yaml where it is deployed, to be called. Immutable.
 *
 * @param calls at the target; at the first of several hosts
 * @param name that it is deployed by
 * @param qualifier an alias or a version
 */
public record DeployedFunction(LambdaCalls calls, String name, String qualifier) {

    /**
     * One of an application.
     *
     * @param files of the application
     * @param target its name; empty for the usual one
     * @param alias its name; empty for the target's
     * @param version its number; empty for the alias
     */
    public static DeployedFunction of(
            List<Path> files,
            String function,
            Optional<String> target,
            Optional<String> alias,
            Optional<String> version,
            Map<String, String> environment)
            throws ToolException {
        if (alias.isPresent() && version.isPresent()) {
            throw new UsageException("--alias excludes --version (effe invoke --help)");
        }
        Application application = AppCheck.ofFiles(files).orThrow();
        DeployTarget place = DeployTarget.of(application, target, new AwsProfile(environment));
        Scope scope =
                Scope.of(application, place, List.of(function), Places.of(place, application, files, environment));
        if (scope.functions().size() != 1) {
            throw new UsageException("invoke calls one function, but " + function + " are "
                    + scope.functions().size() + " (effe invoke --help)");
        }
        String qualifier = version.map(DeployedFunction::checked)
                .or(() -> alias.map(AliasOption::checked))
                .orElse(scope.target().alias());
        return new DeployedFunction(
                scope.places().get(0).calls(),
                scope.places().get(0).nameOf(application, scope.functions().get(0)),
                qualifier);
    }

    private static String checked(String version) {
        if (!version.matches("\\$LATEST|[1-9][0-9]{0,8}")) {
            throw new UsageException("A version must be a number or $LATEST, but was '" + version + "'");
        }
        return version;
    }
}
