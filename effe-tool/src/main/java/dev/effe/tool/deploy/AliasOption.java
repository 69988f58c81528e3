package dev.effe.tool.deploy;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.deploy.plan.Scope;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says which alias is meant. */
final class AliasOption {

    @Option(
            names = "--alias",
            paramLabel = "<alias>",
            description = "The alias; else the one of the target in effe.yaml, else live.")
    private Optional<String> alias = Optional.empty();

    /** The alias, which is one of AWS's names. */
    String of(Scope scope) {
        return or(scope.target().alias());
    }

    /** The alias; without the option that of a target. */
    String or(String ofTarget) {
        return alias.map(AliasOption::checked).orElse(ofTarget);
    }

    static String checked(String name) {
        if (!name.matches("(?![0-9]+$)[a-zA-Z0-9_-]{1,128}")) {
            throw new UsageException(
                    "An alias must be 1 to 128 letters, digits, - and _, and no number, but was '" + name + "'");
        }
        return name;
    }
}
