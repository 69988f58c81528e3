package dev.effe.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.json.Json;
import dev.effe.tool.remote.JsonFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** States of a Deployment and its pods, as a cluster writes them. */
class VersionStateTest {

    private static VersionState state(String status, String container) {
        String json = """
                {"items": [
                  {"kind": "Deployment", "metadata": {"generation": 3}, "spec": {"replicas": 2}, "status": {%s}},
                  {"kind": "Pod", "metadata": {"name": "p"}, "status": {"containerStatuses": [{%s}]}}]}
                """.formatted(status, container);
        return VersionState.of(JsonFields.map(Json.read(json.getBytes(StandardCharsets.UTF_8))));
    }

    private static VersionState waiting(String reason, int restarts) {
        return state(
                "", "\"restartCount\": " + restarts + ", \"state\": {\"waiting\": {\"reason\": \"" + reason + "\"}}");
    }

    @Test
    void isReadyOnceAllPodsOfThisGenerationAreAvailable() {
        String counts = ", \"updatedReplicas\": 2, \"availableReplicas\": ";
        assertThat(state("\"observedGeneration\": 3" + counts + "2", "").isReady())
                .isTrue();
        assertThat(state("\"observedGeneration\": 2" + counts + "2", "").isReady())
                .isFalse();
        assertThat(state("\"observedGeneration\": 3" + counts + "1", "").isReady())
                .isFalse();
        assertThat(state("\"observedGeneration\": 3, \"updatedReplicas\": 1, \"availableReplicas\": 2", "")
                        .isReady())
                .isFalse();
    }

    @Test
    void givesUpOnlyWhereWaitingIsInVain() {
        assertThat(waiting("ContainerCreating", 0).trouble()).isEmpty();
        assertThat(waiting("CrashLoopBackOff", 1).trouble()).isEmpty();
        assertThat(waiting("CrashLoopBackOff", 2).trouble()).isPresent();
        assertThat(waiting("ImagePullBackOff", 0).trouble().orElseThrow().text())
                .isEqualTo("p: ImagePullBackOff");
    }

    @Test
    void believesAnOverdueConditionOfThisGenerationOnly() {
        String overdue = ", \"conditions\": [{\"type\": \"Progressing\", \"reason\": \"ProgressDeadlineExceeded\","
                + " \"message\": \"too slow\"}, {\"type\": \"ReplicaFailure\", \"message\": \"quota\"}]";
        assertThat(state("\"observedGeneration\": 2" + overdue, "").trouble()).isEmpty();
        assertThat(state("\"observedGeneration\": 3" + overdue, "")
                        .trouble()
                        .orElseThrow()
                        .text())
                .isEqualTo("too slow; quota");
    }
}
