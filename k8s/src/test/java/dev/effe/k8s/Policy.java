package dev.effe.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.server.settings.UsageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that resources that are applied together must keep to. */
final class Policy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final References references;

    private Policy(List<HasMetadata> resources) {
        references = new References(resources);
    }

    /** Returns what is wrong, nothing if all is right. */
    static List<String> problems(List<HasMetadata> resources) {
        Policy policy = new Policy(resources);
        policy.references.workloads().forEach(policy::check);
        policy.references.all(Deployment.class).forEach(policy::check);
        policy.references.all(StatefulSet.class).forEach(policy::check);
        policy.references.all(Service.class).forEach(policy::check);
        policy.references.all(PodDisruptionBudget.class).forEach(policy::check);
        policy.references.all(NetworkPolicy.class).forEach(policy::check);
        policy.references.all(HorizontalPodAutoscaler.class).forEach(policy::check);
        policy.references.all(Ingress.class).forEach(policy::check);
        policy.references.all(HTTPRoute.class).forEach(policy::check);
        policy.references.all(ServiceMonitor.class).forEach(policy::check);
        policy.references.all(io.fabric8.knative.serving.v1.Service.class).forEach(policy::check);
        policy.references.all(GenericKubernetesResource.class).forEach(policy::check);
        return policy.references.problems();
    }

    /** Returns the images that a name alone, or a tag, can make other bytes of. */
    static List<String> imagesWithoutDigest(List<HasMetadata> resources) {
        return new References(resources)
                .workloads()
                .flatMap(workload -> workload.pod().getContainers().stream())
                .map(container -> container.getImage())
                .filter(image -> !image.matches(".+/.+@sha256:[0-9a-f]{64}"))
                .toList();
    }

    private void check(Workload workload) {
        HasMetadata resource = workload.resource();
        Map<String, String> selector = workload.selector().getMatchLabels();
        references.require(
                workload.podLabels().entrySet().containsAll(selector.entrySet()),
                resource,
                "a selector that selects its own pods");
        references.require(
                references.selected(resource, selector).size() == 1, resource, "a selector of its own pods only");
        PodSpec pod = workload.pod();
        for (var spread : pod.getTopologySpreadConstraints()) {
            references.require(
                    spread.getLabelSelector().getMatchLabels().equals(selector), resource, "its pods spread");
        }
        references.require(pod.getTerminationGracePeriodSeconds() != null, resource, "a grace period");
        references.require(
                pod.getSecurityContext() != null
                        && Long.valueOf(65532).equals(pod.getSecurityContext().getFsGroup()),
                resource,
                "fsGroup 65532, to write to a volume");
        references.requireNamed(resource, ServiceAccount.class, pod.getServiceAccountName());
        references.problems().addAll(PodPolicy.problems(References.name(resource), pod));
    }

    private void check(Deployment deployment) {
        RollingUpdateDeployment update = deployment.getSpec().getStrategy().getRollingUpdate();
        references.require(
                Integer.valueOf(0).equals(update.getMaxUnavailable().getIntVal()), deployment, "no pod missing");
    }

    /** Its pods keep events: none goes unless somebody means it. */
    private void check(StatefulSet set) {
        var spec = set.getSpec();
        references.requireNamed(set, Service.class, spec.getServiceName());
        references.require(spec.getReplicas() >= 2, set, "two pods, for an update replaces one after the other");
        references.require(
                references
                        .all(HorizontalPodAutoscaler.class)
                        .noneMatch(autoscaler -> autoscaler
                                .getSpec()
                                .getScaleTargetRef()
                                .getName()
                                .equals(set.getMetadata().getName())),
                set,
                "no autoscaler");
    }

    private void check(Service service) {
        List<Workload> pods = references.selected(service, service.getSpec().getSelector());
        for (var port : service.getSpec().getPorts()) {
            references.requirePort(service, pods, port.getTargetPort());
        }
    }

    private void check(PodDisruptionBudget budget) {
        references.selected(budget, budget.getSpec().getSelector());
        references.require(
                budget.getSpec().getMinAvailable() == null && budget.getSpec().getMaxUnavailable() != null,
                budget,
                "maxUnavailable, for minAvailable would stop every eviction of a single pod");
    }

    private void check(NetworkPolicy policy) {
        List<Workload> pods = references.selected(policy, policy.getSpec().getPodSelector());
        for (var ingress : policy.getSpec().getIngress()) {
            for (var port : ingress.getPorts()) {
                references.requirePort(policy, pods, port.getPort());
                references.require(
                        !"admin".equals(port.getPort().getStrVal())
                                || !ingress.getFrom().isEmpty(),
                        policy,
                        "an admin port that not everybody reaches");
            }
        }
    }

    private void check(HorizontalPodAutoscaler autoscaler) {
        var spec = autoscaler.getSpec();
        String target = spec.getScaleTargetRef().getName();
        references.requireNamed(autoscaler, Deployment.class, target);
        for (var metric : spec.getMetrics()) {
            if (metric.getPods() != null) {
                BigDecimal average =
                        metric.getPods().getTarget().getAverageValue().getNumericalAmount();
                references
                        .all(Deployment.class)
                        .filter(deployment -> deployment.getMetadata().getName().equals(target))
                        .forEach(deployment -> references.require(
                                average.intValue()
                                        < maxContexts(deployment
                                                .getSpec()
                                                .getTemplate()
                                                .getSpec()),
                                autoscaler,
                                "a target below max-contexts"));
            }
        }
    }

    private static int maxContexts(PodSpec pod) {
        try {
            return PodPolicy.settings(pod.getContainers().get(0))
                    .function()
                    .contexts()
                    .maxContexts();
        } catch (UsageException e) {
            return 0; // The pod's own check says why.
        }
    }

    private void check(Ingress ingress) {
        Set<String> certified = ingress.getSpec().getTls().stream()
                .flatMap(tls -> tls.getHosts().stream())
                .collect(Collectors.toSet());
        for (var rule : ingress.getSpec().getRules()) {
            references.require(certified.contains(rule.getHost()), ingress, "TLS for " + rule.getHost());
            for (var path : rule.getHttp().getPaths()) {
                IngressServiceBackend backend = path.getBackend().getService();
                references.requireService(
                        ingress,
                        backend.getName(),
                        port -> port.getName().equals(backend.getPort().getName()));
            }
        }
    }

    private void check(HTTPRoute route) {
        for (var rule : route.getSpec().getRules()) {
            int weights = 0;
            for (HTTPBackendRef backend : rule.getBackendRefs()) {
                references.requireService(
                        route, backend.getName(), port -> port.getPort().equals(backend.getPort()));
                weights += backend.getWeight();
            }
            boolean redirects = rule.getFilters().stream().anyMatch(filter -> filter.getRequestRedirect() != null);
            boolean forwards = !redirects && !rule.getBackendRefs().isEmpty();
            references.require(weights == (forwards ? 100 : 0), route, "weights that are percentages");
        }
    }

    private void check(ServiceMonitor monitor) {
        Map<String, String> labels = monitor.getSpec().getSelector().getMatchLabels();
        for (var endpoint : monitor.getSpec().getEndpoints()) {
            long services = references
                    .all(Service.class)
                    .filter(service ->
                            service.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                    .filter(service -> service.getSpec().getPorts().stream()
                            .anyMatch(port -> port.getName().equals(endpoint.getPort())))
                    .count();
            references.require(services == 1, monitor, "one Service with its port");
        }
    }

    private void check(io.fabric8.knative.serving.v1.Service service) {
        var spec = service.getSpec().getTemplate().getSpec();
        PodSpec pod = JSON.convertValue(spec, PodSpec.class);
        references.requireNamed(service, ServiceAccount.class, pod.getServiceAccountName());
        references.problems().addAll(PodPolicy.problems(References.name(service), pod));
        references.require(
                spec.getContainerConcurrency() == maxContexts(pod), service, "a containerConcurrency of max-contexts");
    }

    private void check(GenericKubernetesResource resource) {
        Object model = JSON.convertValue(resource.getAdditionalProperties(), OwnModels.of(resource));
        if (model instanceof Keda.Route route) {
            Keda.Target target = route.spec().target();
            references.requireService(resource, target.service(), port -> port.getPort() == target.port());
        } else if (model instanceof Keda.Scaled scaled) {
            String target = scaled.spec().scaleTargetRef().name();
            references.requireNamed(resource, Deployment.class, target);
            references.require(
                    references
                            .all(HorizontalPodAutoscaler.class)
                            .noneMatch(autoscaler -> autoscaler
                                    .getSpec()
                                    .getScaleTargetRef()
                                    .getName()
                                    .equals(target)),
                    resource,
                    "its Deployment to itself, without an autoscaler");
        } else if (model instanceof Argo.Rollout rollout) {
            check(resource, rollout.spec());
        }
    }

    /** Its pods are a Deployment's, which nobody else may scale then, and its analyses are there. */
    private void check(GenericKubernetesResource resource, Argo.RolloutSpec rollout) {
        references.requireNamed(
                resource, Deployment.class, rollout.workloadRef().name());
        references.require(rollout.strategy().canary().maxUnavailable() == 0, resource, "no pod missing");
        references.require(
                references
                        .all(HorizontalPodAutoscaler.class)
                        .map(autoscaler -> autoscaler.getSpec().getScaleTargetRef())
                        .allMatch(target -> target.getKind().equals("Rollout")
                                && target.getName()
                                        .equals(resource.getMetadata().getName())),
                resource,
                "the autoscaler to itself");
        for (Argo.Step step : rollout.strategy().canary().steps()) {
            if (step.analysis() != null) {
                step.analysis().templates().forEach(named -> check(resource, step.analysis(), named.templateName()));
            }
        }
    }

    private void check(GenericKubernetesResource resource, Argo.Analysis analysis, String template) {
        boolean takesThem = references
                .all(GenericKubernetesResource.class)
                .filter(candidate -> candidate.getKind().equals("AnalysisTemplate")
                        && candidate.getMetadata().getName().equals(template))
                .map(candidate -> JSON.convertValue(candidate.getAdditionalProperties(), Argo.Template.class))
                .anyMatch(found -> found.spec().args().stream()
                        .map(Argo.Argument::name)
                        .toList()
                        .equals(analysis.args().stream()
                                .map(Argo.Argument::name)
                                .toList()));
        references.require(takesThem, resource, "an AnalysisTemplate " + template + " with its arguments");
    }
}
