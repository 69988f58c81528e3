package dev.effe.tool.deploy;

import dev.effe.server.app.Application;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.DeployTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which application is deployed, and where to. */
final class AppOptions {

    @Mixin
    private AppOption app;

    @Option(
            names = "--target",
            paramLabel = "<target>",
            description = "Which of the file's targets; else the only one, else local: http://localhost:7070.")
    private Optional<String> target = Optional.empty();

    /** The application; throws if something is wrong with its files. */
    Application application() {
        return app.application();
    }

    /** The target that is meant. */
    DeployTarget target(Application application, AwsProfile profile) {
        return DeployTarget.of(application, target, profile);
    }

    /** The scope of a command: these functions, at that target. */
    Scope scope(List<String> functions, Map<String, String> environment) {
        Application application = application();
        DeployTarget target = target(application, new AwsProfile(environment));
        return Scope.of(application, target, functions, Places.of(target, application, app.files(), environment));
    }
}
