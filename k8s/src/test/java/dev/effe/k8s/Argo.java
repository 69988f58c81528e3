package dev.effe.k8s;

import java.util.List;
import java.util.Map;

/**
 * As much of Argo Rollouts' resources as the manifests use: fabric8 has no models of them. From the definitions of
 * argoproj/argo-rollouts (manifests/crds), by whose schemas the files were checked by hand.
 */
final class Argo {

    static final Map<String, Class<?>> KINDS = Map.of(
            "argoproj.io/v1alpha1 Rollout", Rollout.class, "argoproj.io/v1alpha1 AnalysisTemplate", Template.class);

    private Argo() {}

    record Rollout(RolloutSpec spec) {}

    record RolloutSpec(
            Workload workloadRef,
            int minReadySeconds,
            int progressDeadlineSeconds,
            int revisionHistoryLimit,
            Strategy strategy) {}

    record Workload(String apiVersion, String kind, String name, String scaleDown) {}

    record Strategy(Canary canary) {}

    record Canary(int maxSurge, int maxUnavailable, List<Step> steps) {}

    record Step(Integer setWeight, Analysis analysis) {}

    record Analysis(List<Named> templates, List<Argument> args) {}

    record Named(String templateName) {}

    record Argument(String name, ValueFrom valueFrom) {}

    record ValueFrom(String podTemplateHashValue) {}

    record Template(TemplateSpec spec) {}

    record TemplateSpec(List<Argument> args, List<Metric> metrics) {}

    record Metric(
            String name,
            String initialDelay,
            String interval,
            int count,
            int failureLimit,
            String successCondition,
            Provider provider) {}

    record Provider(PrometheusQuery prometheus) {}

    record PrometheusQuery(String address, String query) {}
}
