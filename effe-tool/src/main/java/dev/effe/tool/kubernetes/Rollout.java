package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.remote.JsonFields;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts the pods of a version, waits until they are ready, and stops them. Thread-safe. */
final class Rollout {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** Longer than the base's progressDeadlineSeconds. */
    private static final int MOST_LOOKS = 150;
    /** The least that the base's autoscaler has. */
    private static final int REPLICAS = 2;

    private final Kubectl kubectl;
    private final Pause pause;

    Rollout(Kubectl kubectl, Pause pause) {
        this.kubectl = kubectl;
        this.pause = pause;
    }

    /**
     * Waits until all pods of a version are ready, as many as the version has that has the most: whoever gets its calls
     * at once is as large as whoever had them, and the autoscaler takes back what is too much.
     *
     * @throws ToolException if it does not start; then it rests again, unless an alias leads to it
     */
    void start(String name, String version) throws IOException {
        String deployment = Names.version(name, version);
        long wanted = ClusterFunction.read(kubectl, name).versions().values().stream()
                .mapToLong(ClusterVersion::replicas)
                .reduce(REPLICAS, Math::max);
        boolean scaled = false;
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            VersionState state = VersionState.of(kubectl.json(
                    "get", "deployments,pods", "--selector=" + Names.selector(name, version), "--output=json"));
            if (state.replicas() < wanted && !scaled) {
                scale(deployment, wanted);
                scaled = true;
            } else if (state.isReady()) {
                return;
            }
            Optional<PodTrouble> trouble = state.trouble();
            if (trouble.isPresent()) {
                throw failed(name, version, trouble.get().text() + end(trouble.get()));
            }
            pause.of(BETWEEN_LOOKS);
        }
        throw failed(name, version, "it is not ready after " + MOST_LOOKS * BETWEEN_LOOKS.toSeconds() + " s");
    }

    private ToolException failed(String name, String version, String why) throws IOException {
        if (!ClusterFunction.read(kubectl, name).isLedTo(version)) {
            rest(name, version); // It would go on to fail for ever, and take the place of others.
        }
        return new ToolException("Version " + version + " does not start: " + why);
    }

    /** The end of the log of a container that has ended. */
    private String end(PodTrouble trouble) throws IOException {
        if (trouble.pod().isEmpty() || trouble.restarts() == 0) {
            return "";
        }
        try {
            String log = kubectl.run("logs", trouble.pod(), "--container=function", "--previous", "--tail=5");
            return "; the end of its log: "
                    + log.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").strip();
        } catch (KubectlException e) {
            return ""; // The node may have removed it.
        }
    }

    /** Stops the pods of a version, which are drained; everything else of it stays. */
    void rest(String name, String version) throws IOException {
        scale(Names.version(name, version), 0);
    }

    private void scale(String deployment, long replicas) throws IOException {
        kubectl.run("scale", "deployment/" + deployment, "--replicas=" + replicas);
    }

    /**
     * The reason for which a version does not start.
     *
     * @param pod its name; "" if it is none of one pod
     * @param restarts how often its container has ended
     */
    record PodTrouble(String pod, String text, long restarts) {

        static PodTrouble of(String pod, Map<String, Object> status) {
            Map<String, Object> waiting =
                    JsonFields.map(JsonFields.map(status.get("state")).get("waiting"));
            Map<String, Object> ended =
                    JsonFields.map(JsonFields.map(status.get("lastState")).get("terminated"));
            String reason = JsonFields.text(waiting, "reason");
            String message = JsonFields.text(waiting, "message");
            String exit = ended.isEmpty()
                    ? ""
                    : ", exit code " + JsonFields.number(ended, "exitCode") + " (" + JsonFields.text(ended, "reason")
                            + ")";
            String text = pod + ": " + reason + exit + (message.isEmpty() || !exit.isEmpty() ? "" : ", " + message);
            return new PodTrouble(pod, text, JsonFields.number(status, "restartCount"));
        }
    }
}
