package dev.effe.tool.remote;

import dev.effe.server.app.Application;
import dev.effe.server.app.Target;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.settings.UsageException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where commands deploy to, with what effe.yaml leaves open filled in. Immutable.
 *
 * @param name of the target, for the output
 * @param alias the alias that a deployment moves
 * @param endpoints those that speak the Lambda API; none for Kubernetes, else one at least
 * @param kubernetes as effe.yaml has it; empty for another kind
 */
public record DeployTarget(String name, String alias, List<Endpoint> endpoints, Optional<Target> kubernetes) {

    /** The alias where a file names none. */
    public static final String USUAL_ALIAS = "live";

    private static final String LOCAL = "local";
    private static final String LOCAL_HOST = "http://localhost:7070";
    private static final String USUAL_REGION = "us-east-1";
    /** As AWS's API has it. */
    private static final String ROLE = "arn:(aws[a-zA-Z-]*)?:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@/-]+";

    /** Takes a copy of the list. */
    public DeployTarget {
        endpoints = List.copyOf(endpoints);
    }

    /** A target that speaks the Lambda API. */
    public DeployTarget(String name, String alias, List<Endpoint> endpoints) {
        this(name, alias, endpoints, Optional.empty());
    }

    /**
     * The target that is named, else the only one, else {@code local}, which is the host of this machine unless the file
     * says otherwise.
     *
     * @throws UsageException if there is none, or it is not one that can be deployed to
     */
    public static DeployTarget of(Application application, Optional<String> named, AwsProfile profile) {
        List<String> known = List.copyOf(application.targets().keySet());
        String name = named.orElseGet(() -> known.size() == 1 ? known.get(0) : LOCAL);
        Target target = application.targets().get(name);
        if (target == null && named.isEmpty() && known.size() > 1) {
            throw new UsageException("Which target? --target " + String.join(" or --target ", known));
        }
        if (target == null && !name.equals(LOCAL)) {
            throw new UsageException("--target " + name + " " + Fields.unknown(name, known));
        }
        return target == null
                ? new DeployTarget(LOCAL, USUAL_ALIAS, List.of(host(URI.create(LOCAL_HOST), profile)))
                : of(target, profile);
    }

    private static DeployTarget of(Target target, AwsProfile profile) {
        if (!target.kubernetes().isEmpty()) {
            return new DeployTarget(target.name(), target.alias().orElse(USUAL_ALIAS), List.of(), Optional.of(target));
        }
        List<Endpoint> endpoints = target.hosts().isEmpty()
                ? List.of(aws(target, profile))
                : target.hosts().stream().map(address -> host(address, profile)).toList();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.address().getScheme().equals("http") && !endpoint.isLoopback()) {
                throw new UsageException(target.place() + ": targets." + target.name() + " is at " + endpoint
                        + ", where others could read code and secrets on the way: use https");
            }
        }
        return new DeployTarget(target.name(), target.alias().orElse(USUAL_ALIAS), endpoints);
    }

    private static Endpoint host(URI address, AwsProfile profile) {
        return new Endpoint(trimmed(address), profile.region().orElse(USUAL_REGION), true, Optional.empty());
    }

    private static Endpoint aws(Target target, AwsProfile profile) {
        String region = Optional.ofNullable(target.aws().get("region"))
                .or(profile::region)
                .orElseThrow(() -> new UsageException(target.place() + ": targets." + target.name()
                        + ".aws has no region, such as {region: eu-west-1}"));
        if (!region.matches("[a-z]{2}(-[a-z]+)+-[0-9]")) {
            throw new UsageException(target.place() + ": targets." + target.name()
                    + ".aws.region must be a region such as eu-west-1, but was '" + region + "'");
        }
        Optional<String> role = Optional.ofNullable(target.aws().get("role"));
        role.filter(arn -> !arn.matches(ROLE)).ifPresent(arn -> {
            throw new UsageException(target.place() + ": targets." + target.name()
                    + ".aws.role must be the ARN of a role, such as arn:aws:iam::123456789012:role/lambda, but was '"
                    + arn + "'");
        });
        return new Endpoint(AwsService.LAMBDA.address(region, profile), region, false, role);
    }

    private static URI trimmed(URI address) {
        String text = address.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }
}
