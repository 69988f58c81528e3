package dev.effe.tool.deploy;

import dev.effe.server.app.Application;
import dev.effe.tool.deploy.plan.Place;
import dev.effe.tool.kubernetes.KubernetesPlace;
import dev.effe.tool.kubernetes.KubernetesTarget;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.remote.DeployTarget;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the places of a target, by its kind. Stateless. */
final class Places {

    private Places() {}

    /**
     * One for each endpoint, or a namespace of Kubernetes.
     *
     * @param files effe.yaml, and what is laid over it
     * @param environment of this process, where secrets and keys may be
     */
    static List<Place> of(
            DeployTarget target, Application application, List<Path> files, Map<String, String> environment) {
        if (target.kubernetes().isPresent()) {
            KubernetesTarget cluster = KubernetesTarget.of(target.kubernetes().get());
            return List.of(new KubernetesPlace(cluster, application, files, environment));
        }
        Map<List<Path>, CodePackage> packed = new HashMap<>();
        return target.endpoints().stream()
                .map(endpoint -> (Place) new LambdaPlace(target.name(), endpoint, environment, packed))
                .toList();
    }
}
