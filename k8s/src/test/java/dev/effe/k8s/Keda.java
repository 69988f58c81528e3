package dev.effe.k8s;

import java.util.List;
import java.util.Map;

/**
 * As much of KEDA's resources as the manifests use: fabric8 has no models of them. From the definitions of
 * InterceptorRoute v1beta1 (kedacore/http-add-on, config/crd) and of ScaledObject v1alpha1 (kedacore/keda).
 */
final class Keda {

    static final Map<String, Class<?>> KINDS =
            Map.of("http.keda.sh/v1beta1 InterceptorRoute", Route.class, "keda.sh/v1alpha1 ScaledObject", Scaled.class);

    private Keda() {}

    record Route(RouteSpec spec) {}

    record RouteSpec(Target target, List<Rule> rules, Metric scalingMetric) {}

    record Target(String service, int port) {}

    record Rule(List<String> hosts) {}

    record Metric(Concurrency concurrency) {}

    record Concurrency(int targetValue) {}

    record Scaled(ScaledSpec spec) {}

    record ScaledSpec(
            Reference scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int cooldownPeriod,
            List<Trigger> triggers) {}

    record Reference(String apiVersion, String kind, String name) {}

    record Trigger(String type, Map<String, String> metadata) {}
}
