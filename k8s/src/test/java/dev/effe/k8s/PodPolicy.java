package dev.effe.k8s;

import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.Settings;
import dev.effe.server.settings.UsageException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rules that every pod of a function must keep to. Effe's own defaults come from Effe's own settings. */
final class PodPolicy {

    /** To answer what was cut, and to end the process. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    /** AWS's limit of a package that is unpacked. */
    private static final long PACKAGE_BYTES = 250L * 1024 * 1024;

    /** A node keeps five files of 10 MiB of a container's log, unless it is told otherwise. */
    private static final long LOG_BYTES = 50L * 1024 * 1024;

    private static final Set<String> ADMIN_PATHS = Set.of("/livez", "/readyz");

    private final String name;
    private final PodSpec pod;
    private final Container container;
    private final List<String> problems = new ArrayList<>();

    private PodPolicy(String name, PodSpec pod) {
        this.name = name;
        this.pod = pod;
        this.container = pod.getContainers().get(0);
    }

    /** Returns what is wrong with a pod, nothing if it is right. */
    static List<String> problems(String name, PodSpec pod) {
        PodPolicy policy = new PodPolicy(name, pod);
        policy.checkPod();
        policy.checkContainer();
        policy.checkResources();
        try {
            policy.checkSettings(settings(policy.container));
        } catch (UsageException e) {
            policy.problems.add(name + ": " + e.getMessage());
        }
        return policy.problems;
    }

    /** The settings that Effe would take from the container's environment. */
    static Settings settings(Container container) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        return CommandLine.parse(List.of(), environment).settings();
    }

    private void checkPod() {
        require(pod.getContainers().size() == 1, "one container");
        require(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "no token of the service account");
        require(Boolean.FALSE.equals(pod.getEnableServiceLinks()), "no service links");
        require(pod.getServiceAccountName() != null, "a service account of its own");
        require(!Boolean.TRUE.equals(pod.getHostNetwork()), "no network of the node");
    }

    /** The image sets 65532 too, but only a number here lets the node see that it is not root's. */
    private void checkContainer() {
        SecurityContext security = container.getSecurityContext();
        var inPod = pod.getSecurityContext();
        require(isTrue(security.getRunAsNonRoot()) || inPod != null && isTrue(inPod.getRunAsNonRoot()), "runAsNonRoot");
        require(
                is(65532, security.getRunAsUser()) || inPod != null && is(65532, inPod.getRunAsUser()),
                "runAsUser 65532");
        var profile = security.getSeccompProfile() != null || inPod == null
                ? security.getSeccompProfile()
                : inPod.getSeccompProfile();
        require(profile != null && "RuntimeDefault".equals(profile.getType()), "seccompProfile RuntimeDefault");
        require(isTrue(security.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem");
        require(Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()), "allowPrivilegeEscalation false");
        require(
                security.getCapabilities() != null
                        && security.getCapabilities().getDrop().equals(List.of("ALL"))
                        && security.getCapabilities().getAdd().isEmpty(),
                "drop ALL capabilities");
        require(
                tmp().map(PodPolicy::bytesOnDisk).orElse(0L) >= PACKAGE_BYTES,
                "a bounded /tmp on the disk with room for a package of AWS Lambda's");
    }

    private Optional<Volume> tmp() {
        return container.getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals("/tmp"))
                .flatMap(mount -> pod.getVolumes().stream()
                        .filter(volume -> volume.getName().equals(mount.getName())))
                .findFirst();
    }

    /** The bytes of the node's disk that a volume may take; 0 if it takes none of it, or has no bound. */
    private static long bytesOnDisk(Volume volume) {
        EmptyDirVolumeSource folder = volume.getEmptyDir();
        return folder == null || folder.getSizeLimit() == null || "Memory".equals(folder.getMedium())
                ? 0
                : bytes(folder.getSizeLimit());
    }

    private static long bytes(Quantity quantity) {
        return quantity == null ? 0 : Quantity.getAmountInBytes(quantity).longValue();
    }

    private void checkResources() {
        Map<String, Quantity> limits = container.getResources().getLimits();
        Map<String, Quantity> requests = container.getResources().getRequests();
        require(limits.containsKey("memory"), "a limit of memory");
        require(Objects.equals(limits.get("memory"), requests.get("memory")), "as much memory asked for as allowed");
        require(requests.containsKey("cpu") && !limits.containsKey("cpu"), "CPU asked for and not limited");
        require(requests.containsKey("ephemeral-storage"), "ephemeral-storage asked for");
        long volumes =
                pod.getVolumes().stream().mapToLong(PodPolicy::bytesOnDisk).sum();
        require(
                bytes(limits.get("ephemeral-storage")) >= volumes + LOG_BYTES,
                "a limit of ephemeral-storage for its volumes and its log");
    }

    private void checkSettings(Settings settings) {
        require(settings.listening().port() == portOf("http", "http1", "h2c"), "the port of EFFE_PORT as http");
        int admin = settings.admin().port().orElse(-1);
        require(admin == portOf("admin"), "the port of EFFE_ADMIN_PORT as admin");
        require(admin < 0 || settings.admin().host().equals("0.0.0.0"), "an admin port that the node's probes reach");
        require(settings.function().contexts().maxContexts() <= 100, "at most 100 contexts for 128Mi");
        if (pod.getTerminationGracePeriodSeconds() != null) {
            checkGrace(settings);
        }
        checkProbe(container.getReadinessProbe(), "readyz", settings);
        checkProbe(container.getLivenessProbe(), "livez", settings);
        Probe startup = container.getStartupProbe();
        if (startup != null) {
            checkProbe(startup, "livez", settings);
            Duration patience = Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold());
            require(
                    patience.compareTo(settings.function().code().initTimeout()) > 0,
                    "a startup probe longer than init-timeout");
        }
    }

    private void checkGrace(Settings settings) {
        Duration stop = settings.process()
                .drainDelay()
                .plus(settings.process().drainTimeout())
                .plus(settings.function().contexts().stopTimeout().multipliedBy(2))
                .plus(SPARE);
        require(settings.process().drainDelay().toSeconds() >= 5, "a drain-delay of at least 5 s");
        require(
                Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()).compareTo(stop) >= 0,
                "a grace period of at least " + stop.toSeconds() + " s");
    }

    /** On the admin port if there is one, else on the main port; never on both, for a function may be slow to answer. */
    private void checkProbe(Probe probe, String page, Settings settings) {
        if (probe == null || probe.getHttpGet() == null) {
            problems.add(name + ": must have an HTTP probe of " + page);
            return;
        }
        String path = probe.getHttpGet().getPath();
        var port = probe.getHttpGet().getPort();
        if (settings.admin().port().isPresent()) {
            require(port != null && "admin".equals(port.getStrVal()), "the probe of " + page + " on the admin port");
            require(ADMIN_PATHS.contains(path) && path.equals("/" + page), "the path /" + page);
        } else {
            String expected = settings.listening().healthPrefix() + "/" + page;
            require(port == null && path.equals(expected), "the path " + expected + " on the main port");
        }
    }

    private int portOf(String... names) {
        return container.getPorts().stream()
                .filter(port -> List.of(names).contains(port.getName()))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(-1);
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean is(long expected, Long value) {
        return value != null && value == expected;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            problems.add(name + ": must have " + what);
        }
    }
}
